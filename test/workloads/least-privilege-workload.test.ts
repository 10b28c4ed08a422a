import { App } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import { AppProtocol, HttpCall, LeastPrivilegeWorkload, SecureNamespace, WorkloadPort } from 'cdk8s-istio';
import type { LeastPrivilegeWorkloadProps } from 'cdk8s-istio';

function cart(props: LeastPrivilegeWorkloadProps): Manifests {
  const app = new App();
  new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'cart', props);
  return Manifests.of(app);
}

describe('LeastPrivilegeWorkload, given an image and a port,', () => {
  const made = cart({ image: 'example.org/cart:1.4', port: 8080 });

  it('is these objects', () => {
    expect(made.all.filter(one => one.metadata.name.startsWith('cart'))).toMatchSnapshot();
    expect(made.ids.filter(id => id.includes('cart'))).toEqual([
      'ServiceAccount/cart', 'Service/cart', 'AuthorizationPolicy/cart', 'NetworkPolicy/cart', 'Sidecar/cart', 'Deployment/cart-v1',
    ]);
  });

  it('has an identity of its own, never default, and no token for the API', () => {
    expect(made.pod('Deployment', 'cart-v1').spec).toMatchObject({ serviceAccountName: 'cart', automountServiceAccountToken: false });
    expect(made.get('ServiceAccount', 'cart').automountServiceAccountToken).toBe(false);
  });

  it('selects by app, and its pods by version too: never by a hash', () => {
    expect(made.spec('Service', 'cart').selector).toEqual({ app: 'cart' });
    expect(made.spec('Deployment', 'cart-v1').selector).toEqual({ matchLabels: { app: 'cart', version: 'v1' } });
    expect(made.pod('Deployment', 'cart-v1').metadata.labels).toMatchObject({ app: 'cart', version: 'v1' });
    expect(made.spec('AuthorizationPolicy', 'cart').selector).toEqual({ matchLabels: { app: 'cart' } });
    expect(made.spec('Sidecar', 'cart').workloadSelector).toEqual({ labels: { app: 'cart' } });
    expect(made.spec('NetworkPolicy', 'cart').podSelector).toEqual({ matchLabels: { app: 'cart' } });
  });

  it('is hardened to restricted, with the seccomp profile at pod level for the injected proxy too', () => {
    expect(made.pod('Deployment', 'cart-v1').spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(made.container('cart-v1').securityContext).toEqual({
      allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, runAsNonRoot: true, capabilities: { drop: ['ALL'] },
    });
  });

  it('has our values where cdk8s-plus would choose', () => {
    const container = made.container('cart-v1');
    expect(made.spec('Deployment', 'cart-v1').replicas).toBe(1);
    expect(container.imagePullPolicy).toBe('IfNotPresent');
    expect(container.resources).toEqual({ requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } });
    expect(container).not.toHaveProperty('startupProbe');
    expect(container).not.toHaveProperty('readinessProbe');
    expect(container).not.toHaveProperty('livenessProbe');
  });

  it('names its port by what it speaks', () => {
    expect(made.spec('Service', 'cart').ports).toEqual([{ name: 'http', port: 8080, targetPort: 8080 }]);
    expect(made.container('cart-v1').ports).toEqual([{ containerPort: 8080, name: 'http' }]);
  });
});

describe('LeastPrivilegeWorkload', () => {
  it('gives what it stands for', () => {
    const workload = new LeastPrivilegeWorkload(new SecureNamespace(new App(), 'shop'), 'cart', { image: 'cart:1', port: 80 });
    expect(workload.deployment.name).toBe('cart-v1');
    expect(workload.service?.name).toBe('cart');
    expect(workload.serviceAccount?.name).toBe('cart');
    expect(workload.serviceAccountName).toBe('cart');
    expect(workload.apiObject.kind).toBe('Deployment');
    expect(workload.principal).toBe('cluster.local/ns/shop/sa/cart');
  });

  it('without a port only calls: it has no Service, and nobody can be let in', () => {
    const made = cart({ image: 'cart:1' });
    expect(made.names('Service')).toEqual([]);
    expect(made.container('cart-v1')).not.toHaveProperty('ports');
    expect(made.allowed('cart')).toEqual([]);
  });

  it('takes names, version, labels, annotations, replicas and environment as they are given', () => {
    const made = cart({
      image: 'cart:1',
      port: 80,
      name: 'basket',
      version: 'v7',
      deploymentName: 'basket-main',
      serviceAccountName: 'basket-account',
      replicas: 3,
      env: { B: '2', A: '1' },
      podLabels: { tier: 'backend' },
      podAnnotations: { 'example.org/note': 'yes' },
    });
    const pod = made.pod('Deployment', 'basket-main');
    expect(pod.metadata.labels).toMatchObject({ app: 'basket', version: 'v7', tier: 'backend' });
    expect(pod.metadata.annotations).toEqual({ 'example.org/note': 'yes' });
    expect(pod.spec.serviceAccountName).toBe('basket-account');
    expect(made.spec('Deployment', 'basket-main')).toMatchObject({ replicas: 3, selector: { matchLabels: { app: 'basket', version: 'v7' } } });
    expect(made.container('basket-main').env).toEqual([{ name: 'B', value: '2' }, { name: 'A', value: '1' }]);
    expect(made.names('Service')).toEqual(['basket']);
  });

  it('can be turned off: no pods are pods too', () => {
    expect(cart({ image: 'cart:1', port: 80, replicas: 0 }).spec('Deployment', 'cart-v1').replicas).toBe(0);
  });

  it('probes the health path when one is given, and lets slow starters start', () => {
    const container = cart({ image: 'cart:1', port: 80, health: '/healthz' }).container('cart-v1');
    expect(container.readinessProbe.httpGet).toMatchObject({ path: '/healthz', port: 80 });
    expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/healthz' }, initialDelaySeconds: 60, periodSeconds: 10, failureThreshold: 6 });
    expect(container).not.toHaveProperty('startupProbe');
  });

  it('probes the port for HTTP where there are several', () => {
    const ports = [WorkloadPort.tcp(3306), WorkloadPort.http(80, { targetPort: 8080 })];
    expect(cart({ image: 'cart:1', ports, health: '/healthz' }).container('cart-v1').readinessProbe.httpGet.port).toBe(8080);
  });

  it('refuses a health path where no port could answer it', () => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'cart', { image: 'cart:1', health: '/healthz' });
    expect(refusal(app)).toContain("[shop/cart] is given 'health' ('/healthz') and has no port");
  });

  it.each([
    ['cart:1', 'IfNotPresent'], ['cart@sha256:0123', 'IfNotPresent'], ['registry:5000/cart:1', 'IfNotPresent'],
    ['cart', 'Always'], ['cart:latest', 'Always'], ['registry:5000/cart', 'Always'],
  ])('pulls image %s %s', (image, policy) => {
    expect(cart({ image }).container('cart-v1').imagePullPolicy).toBe(policy);
  });

  it('gives up less where the image cannot bear it, one exception at a time', () => {
    const security = (hardening: LeastPrivilegeWorkloadProps['hardening']) => {
      const pod = cart({ image: 'cart:1', hardening }).pod('Deployment', 'cart-v1').spec;
      return { pod: pod.securityContext, container: pod.containers[0].securityContext, token: pod.automountServiceAccountToken };
    };
    expect(security({ runAsNonRoot: false })).toMatchObject({ pod: { runAsNonRoot: false }, container: { runAsNonRoot: false } });
    expect(security({ dropCapabilities: false }).container).not.toHaveProperty('capabilities');
    expect(security({ preventPrivilegeEscalation: false }).container.allowPrivilegeEscalation).toBe(true);
    expect(security({ readOnlyRootFilesystem: false }).container.readOnlyRootFilesystem).toBe(false);
    expect(security({ seccomp: false }).pod).not.toHaveProperty('seccompProfile');
    expect(security({ runAsUser: 1001 }).pod.runAsUser).toBe(1001);
    expect(security({ withoutServiceAccountToken: false }).token).toBe(true);
    expect(security({ runAsUser: 1001 }).container).toMatchObject({ runAsNonRoot: true, capabilities: { drop: ['ALL'] } });
  });

  it('knows extra Sidecar hosts that it is given instead of those of the namespace', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop', { extraSidecarHosts: ['istio-system/*'] });
    new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', extraSidecarHosts: ['logs/collector.logs.svc.cluster.local'] });
    new LeastPrivilegeWorkload(shop, 'none', { image: 'cart:1', extraSidecarHosts: [] });
    const made = Manifests.of(app);
    expect(made.known('cart')).toEqual(['logs/collector.logs.svc.cluster.local']);
    expect(made.known('none')).toEqual(['~/*']);
  });

  it('refuses an extra Sidecar host that would import nothing', () => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'cart', { image: 'cart:1', extraSidecarHosts: ['shop/ratings'] });
    expect(refusal(app)).toContain("[shop/cart] Sidecar host 'shop/ratings'");
  });

  it('has no proxy where its pods opt out, and says so: no Sidecar, no policy that nothing would enforce', () => {
    const made = cart({ image: 'cart:1', port: 80, podLabels: { 'sidecar.istio.io/inject': 'false' } });
    expect(made.names('Sidecar')).toEqual(['default']);
    expect(made.names('AuthorizationPolicy')).toEqual(['deny-all']);
    expect(made.names('NetworkPolicy')).toEqual(['cart', 'default-deny']);
  });

  it('without a proxy is no caller for a callee that asks for identities', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', podAnnotations: { 'sidecar.istio.io/inject': 'false' } });
    web.calls.to(new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 }), HttpCall.any());
    expect(refusal(app)).toContain("its caller 'shop/web' has no proxy and so no identity");
  });
});

describe('Ports', () => {
  it('are named and typed: by the name where it says what they speak, by appProtocol where it does not', () => {
    const made = cart({
      image: 'cart:1',
      ports: [
        WorkloadPort.http(80, { targetPort: 8080 }),
        WorkloadPort.http(81, { name: 'http-admin', targetPort: 8081 }),
        WorkloadPort.grpc(90, { name: 'api' }),
        WorkloadPort.tcp(3306, { name: 'mysql' }),
        WorkloadPort.http2(82), WorkloadPort.tls(443),
        WorkloadPort.of(AppProtocol.GRPC_WEB, 91),
        WorkloadPort.grpc(92, { name: 'grpc-web-looks' }),
      ],
    });
    expect(made.spec('Service', 'cart').ports).toEqual([
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'http-admin', port: 81, targetPort: 8081 },
      { name: 'api', port: 90, targetPort: 90, appProtocol: 'grpc' },
      { name: 'mysql', port: 3306, targetPort: 3306, appProtocol: 'tcp' },
      { name: 'http2', port: 82, targetPort: 82 },
      { name: 'tls', port: 443, targetPort: 443 },
      { name: 'grpc-web', port: 91, targetPort: 91 },
      { name: 'grpc-web-looks', port: 92, targetPort: 92, appProtocol: 'grpc' },
    ]);
    expect(made.container('cart-v1').ports.map((port: any) => `${port.name} ${port.containerPort}`)).toEqual([
      'http 8080', 'http-admin 8081', 'api 90', 'mysql 3306', 'http2 82', 'tls 443', 'grpc-web 91', 'grpc-web-looks 92',
    ]);
  });
});
