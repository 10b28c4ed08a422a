import { App } from 'cdk8s';
import { Manifests } from '../_manifests';
import type { PlatformOptions } from 'cdk8s-istio';
import { HttpCall, IngressGateway, LeastPrivilegeWorkload, Mesh, Platform, SecureNamespace } from 'cdk8s-istio';

const PRESETS: { readonly [name: string]: (options?: PlatformOptions) => Platform } = {
  istioctl: Platform.istioctl, helm: Platform.helm, openshift: Platform.openshift,
};

function on(platform: Platform): Manifests {
  const app = new App();
  new Mesh(app, 'mesh', { platform });
  const shop = new SecureNamespace(app, 'shop');
  const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 8080 });
  new IngressGateway(shop, 'shop', { hosts: ['shop.example.com'] }).expose(cart, HttpCall.get('/cart'));
  return Manifests.of(app);
}

describe.each(Object.entries(PRESETS))('Platform.%s', (_, preset) => {
  it('describes everything that a pod needs to start', () => {
    expect(preset()).toMatchSnapshot();
  });

  it('takes what differs from it', () => {
    const platform = preset({ cni: true, prometheus: [], telemetry: [{ namespace: 'otel', ports: [{ port: 4317 }] }] });
    expect(platform.cni).toBe(true);
    expect(platform.prometheus).toEqual([]);
    expect(platform.telemetry).toHaveLength(1);
    expect(platform.dns).toEqual(preset().dns);
  });

  it('keeps its facts where an option is left undefined', () => {
    expect(preset({ cni: undefined, dns: undefined, prometheus: undefined, ingressGateways: undefined })).toEqual(preset());
  });
});

describe('The baseline of a namespace, by platform', () => {
  it('is CoreDNS, istiod and Prometheus of istio-system with istioctl', () => {
    expect(on(Platform.istioctl()).openings('default-deny')).toEqual({
      ingress: ['istio-system/app.kubernetes.io/name=prometheus TCP:15020'],
      egress: ['istio-system/app=istiod TCP:15012', 'kube-system/k8s-app=kube-dns TCP:53', 'kube-system/k8s-app=kube-dns UDP:53'],
    });
  });

  it('is the same with helm', () => {
    expect(on(Platform.helm()).openings('default-deny')).toEqual(on(Platform.istioctl()).openings('default-deny'));
  });

  it("is OpenShift's own DNS and monitoring on OpenShift", () => {
    expect(on(Platform.openshift()).openings('default-deny')).toEqual({
      ingress: ['openshift-user-workload-monitoring/app.kubernetes.io/name=prometheus TCP:15020'],
      egress: [
        'istio-system/app=istiod TCP:15012',
        'openshift-dns/dns.operator.openshift.io/daemonset-dns=default TCP:5353',
        'openshift-dns/dns.operator.openshift.io/daemonset-dns=default UDP:5353',
      ],
    });
  });

  it('is what the operator describes: addresses, collectors, several of a kind', () => {
    const made = on(Platform.istioctl({
      dns: [{ cidrs: ['169.254.20.10/32'], ports: [{ port: 53, protocol: 'UDP' }] }],
      istiod: { namespace: 'mesh', podLabels: { 'app': 'istiod', 'istio.io/rev': '1-30' }, ports: [{ port: 15012 }] },
      prometheus: [
        { namespace: 'monitoring', podLabels: { app: 'prometheus' }, ports: [{ port: 15020 }, { port: 15090 }] },
        { namespace: 'observability', ports: [{ port: 15020 }] },
      ],
      telemetry: [{ namespace: 'otel', podLabels: { app: 'collector' }, cidrs: ['10.9.0.0/16'], ports: [{ port: 4317 }] }],
    }));
    expect(made.openings('default-deny').ingress).toEqual([
      'monitoring/app=prometheus TCP:15020', 'monitoring/app=prometheus TCP:15090', 'observability/* TCP:15020',
    ]);
    expect(made.openings('default-deny').egress?.sort()).toEqual([
      '10.9.0.0/16 TCP:4317', '169.254.20.10/32 UDP:53', 'mesh/app=istiod,istio.io/rev=1-30 TCP:15012', 'otel/app=collector TCP:4317',
    ]);
  });

  it('opens nothing for scrapers if there are none', () => {
    expect(on(Platform.istioctl({ prometheus: [] })).openings('default-deny').ingress).toEqual([]);
  });

  it('never has a rule for the kubelet or for anybody', () => {
    for (const preset of Object.values(PRESETS)) {
      const { spec } = on(preset()).get('NetworkPolicy', 'default-deny');
      for (const rule of [...spec.ingress, ...spec.egress]) {
        expect((rule.from ?? rule.to).length).toBeGreaterThan(0);
        expect(rule.ports.length).toBeGreaterThan(0);
      }
      expect(JSON.stringify(spec)).not.toContain('0.0.0.0/0');
    }
  });
});

describe('The gateway, by platform', () => {
  it.each([
    ['istioctl', Platform.istioctl(), 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account', { istio: 'ingressgateway' }, 'istio-system'],
    ['helm', Platform.helm(), 'cluster.local/ns/istio-ingress/sa/istio-ingress', { istio: 'ingress' }, 'istio-ingress'],
    ['openshift', Platform.openshift(), 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account', { istio: 'ingressgateway' }, 'istio-system'],
  ])('is selected, identified and let in as %s installs it', (_, platform, principal, labels, namespace) => {
    const made = on(platform);
    expect(made.spec('Gateway', 'shop').selector).toEqual(labels);
    expect(made.allowed('cart')).toEqual([`${principal} GET /cart :8080`]);
    expect(made.openings('cart').ingress).toEqual([`${namespace}/istio=${labels.istio} TCP:8080`]);
  });

  it("is the operator's own where the platform says so", () => {
    const made = on(Platform.istioctl({
      ingressGateways: {
        ingressgateway: { namespace: 'edge', serviceAccount: 'edge', podLabels: { app: 'edge', tier: 'public' }, httpPort: 8080 },
      },
    }));
    expect(made.spec('Gateway', 'shop').servers[0].port).toEqual({ number: 8080, name: 'http', protocol: 'HTTP' });
    expect(made.spec('Gateway', 'shop').selector).toEqual({ app: 'edge', tier: 'public' });
    expect(made.openings('cart').ingress).toEqual(['edge/app=edge,tier=public TCP:8080']);
    expect(made.allowed('cart')).toEqual(['cluster.local/ns/edge/sa/edge GET /cart :8080']);
  });
});
