import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Cron, Include } from 'cdk8s';
import { CronJob, DaemonSet, Deployment, Job, Pod, Service, ServiceAccount, StatefulSet } from 'cdk8s-plus-27';
import { Manifests, refusal } from '../_manifests';
import { HttpCall, LeastPrivilegeWorkload, SecureNamespace, TcpCall } from 'cdk8s-istio';

const containers = [{ image: 'example.org/cart:1', portNumber: 8080 }];

/** Every workload of cdk8s-plus. */
const KINDS: { readonly [kind: string]: (shop: SecureNamespace) => any } = {
  Deployment: shop => new Deployment(shop, 'main', { containers }),
  StatefulSet: shop => new StatefulSet(shop, 'main', { containers, service: new Service(shop, 'headless', { ports: [{ port: 8080 }] }) }),
  DaemonSet: shop => new DaemonSet(shop, 'main', { containers }),
  Job: shop => new Job(shop, 'main', { containers }),
  CronJob: shop => new CronJob(shop, 'main', { containers, schedule: Cron.daily() }),
  Pod: shop => new Pod(shop, 'main', { containers }),
};

describe.each(Object.entries(KINDS))('An existing %s of cdk8s-plus', (kind, create) => {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const existing = create(shop);
  const cart = new LeastPrivilegeWorkload(shop, 'cart', { workload: existing, port: 8080, version: 'v2', podLabels: { tier: 'backend' } });
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
  web.calls.to(cart, HttpCall.get('/cart'));
  const made = Manifests.of(app);
  const pod = made.pod(kind, 'main');

  it('is found behind the workload', () => {
    expect(cart.apiObject.kind).toBe(kind);
    expect(() => cart.deployment).toThrow("use 'apiObject'");
  });

  it('gets the labels by which it is selected, beside its own', () => {
    expect(pod.metadata.labels).toMatchObject({ app: 'cart', version: 'v2', tier: 'backend' });
    const selector = made.spec(kind, 'main').selector?.matchLabels ?? {};
    expect(pod.metadata.labels).toMatchObject(selector);
  });

  it('gets an identity', () => {
    expect(pod.spec.serviceAccountName).toBe('cart');
    expect(made.names('ServiceAccount')).toContain('cart');
  });

  it('is hardened', () => {
    expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.spec.containers[0].securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  it('is guarded as any other', () => {
    expect(made.allowed('cart')).toEqual(['cluster.local/ns/shop/sa/web GET /cart :8080']);
    expect(made.openings('cart').ingress).toEqual(['shop/app=web TCP:8080']);
  });
});

describe('An existing workload', () => {
  it('keeps what it says itself', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const account = new ServiceAccount(shop, 'account', { metadata: { name: 'basket' } });
    const existing = new Deployment(shop, 'main', {
      containers: [{ image: 'cart:1', securityContext: { readOnlyRootFilesystem: false, ensureNonRoot: false, user: 0 } }], serviceAccount: account, replicas: 4,
    });
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { workload: existing, port: 80 });
    const made = Manifests.of(app);
    expect(cart.serviceAccountName).toBe('basket');
    expect(cart.serviceAccount).toBeUndefined();
    expect(cart.principal).toBe('cluster.local/ns/shop/sa/basket');
    expect(made.names('ServiceAccount')).toEqual(['basket']);
    expect(made.spec('Deployment', 'main').replicas).toBe(4);
    expect(made.container('main').securityContext).toMatchObject({ readOnlyRootFilesystem: false, runAsNonRoot: false, runAsUser: 0 });
  });

  it('may be a plain ApiObject', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const plain = new ApiObject(shop, 'plain', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'plain' },
      spec: { selector: { matchLabels: { app: 'cart' } }, template: { metadata: { labels: { app: 'cart' } }, spec: { containers: [{ name: 'c', image: 'cart:1' }] } } },
    });
    new LeastPrivilegeWorkload(shop, 'cart', { workload: plain, port: 80 });
    const pod = Manifests.of(app).pod('Deployment', 'plain');
    expect(pod.metadata.labels).toEqual({ app: 'cart', version: 'v1' });
    expect(pod.spec).toMatchObject({
      serviceAccountName: 'cart',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'c', image: 'cart:1', securityContext: { capabilities: { drop: ['ALL'] } } }],
    });
  });

  it('may come from YAML, with its Service', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'include-')), 'cart.yaml');
    writeFileSync(file, [
      'apiVersion: apps/v1', 'kind: StatefulSet', 'metadata:', '  name: db', 'spec:', '  serviceName: db', '  selector: { matchLabels: { app: db } }',
      '  template:', '    metadata: { labels: { app: db } }', '    spec:', '      serviceAccountName: default',
      '      containers: [{ name: db, image: "db:8", ports: [{ containerPort: 3306 }] }]',
      '---', 'apiVersion: v1', 'kind: Service', 'metadata:', '  name: db', 'spec:', '  selector: { app: db }',
      '  ports: [{ name: tcp-db, port: 3306 }, { name: metrics, port: 9104, targetPort: 9105, appProtocol: http }]',
    ].join('\n'));
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const yaml = new Include(shop, 'yaml', { url: file });
    const [workload, existingService] = ['StatefulSet', 'Service'].map(kind => yaml.apiObjects.find(object => object.kind === kind)!);
    const db = new LeastPrivilegeWorkload(shop, 'db', { workload, existingService });
    new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' }).calls.to(db, TcpCall.port('tcp-db'), HttpCall.get('/metrics').onPort('metrics'));
    const made = Manifests.of(app);
    expect(db.service).toBeUndefined();
    expect(made.names('Service')).toEqual(['db']);
    expect(made.get('StatefulSet', 'db').metadata.namespace).toBe('shop');
    expect(made.pod('StatefulSet', 'db').spec.serviceAccountName).toBe('db');
    expect(made.openings('db').ingress).toEqual(['shop/app=web TCP:3306', 'shop/app=web TCP:9105']);
    expect(made.allowed('db')).toEqual(['cluster.local/ns/shop/sa/web GET /metrics :9105', 'cluster.local/ns/shop/sa/web * * :3306']);
  });

  it('may name its account in the older field', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const template = { metadata: { labels: { app: 'cart' } }, spec: { serviceAccount: 'basket', containers: [{ name: 'c', image: 'cart:1' }] } };
    const spec = { replicas: 1, selector: { app: 'cart' }, template };
    const old = new ApiObject(shop, 'old', { apiVersion: 'v1', kind: 'ReplicationController', metadata: { name: 'old' }, spec });
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { workload: old });
    const made = Manifests.of(app);
    expect(cart.serviceAccountName).toBe('basket');
    expect(made.names('ServiceAccount')).toEqual([]);
    expect(made.spec('ReplicationController', 'old').template.spec.serviceAccountName).toBe('basket');
  });

  it('may be left as it is', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const plain = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'plain', labels: { app: 'cart', version: 'v1' } }, spec: { serviceAccountName: 'mine', containers: [{ name: 'c', image: 'cart:1' }] } };
    new LeastPrivilegeWorkload(shop, 'cart', { workload: new ApiObject(shop, 'plain', plain), hardening: { leaveAsIs: true } });
    expect(Manifests.of(app).get('Pod', 'plain').spec).toEqual(plain.spec);
  });

  it.each([
    ['the label', { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } }, spec: { containers: [] } }],
    ['the annotation', { metadata: { annotations: { 'sidecar.istio.io/inject': 'false' } }, spec: { containers: [] } }],
    ['the network of its node', { spec: { hostNetwork: true, containers: [] } }],
  ])('without a proxy, by %s, has no identity to show', (_, template) => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const plain = new ApiObject(shop, 'plain', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'plain' }, spec: { template } });
    const web = new LeastPrivilegeWorkload(shop, 'web', { workload: plain });
    web.calls.to(new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 }), HttpCall.any());
    expect(refusal(app)).toContain("its caller 'shop/web' has no proxy");
  });

  it('is refused where it is none, is elsewhere, or carries other labels', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const object = (name: string, kind: string, rest: object) => new ApiObject(shop, name, { apiVersion: 'apps/v1', kind, metadata: { name }, ...rest });
    new LeastPrivilegeWorkload(shop, 'a', { workload: object('one', 'ConfigMap', {}) });
    new LeastPrivilegeWorkload(shop, 'b', {
      workload: object('two', 'Deployment', { spec: { template: { metadata: { labels: { app: 'other' } }, spec: { containers: [] } } } }),
    });
    const elsewhere = new SecureNamespace(app, 'bank');
    new LeastPrivilegeWorkload(shop, 'c', { workload: new Deployment(elsewhere, 'three', { containers }) });
    new LeastPrivilegeWorkload(shop, 'd', {
      workload: object('four', 'Deployment', { metadata: { name: 'four', namespace: 'vault' }, spec: { template: { spec: { containers: [] } } } }),
    });
    const message = refusal(app);
    expect(message).toContain("[shop/a] 'shop/one' is a ConfigMap, which has no pods");
    expect(message).toContain("[shop/b] the pods of 'shop/two' carry 'app: other', and 'b' is declared");
    expect(message).toContain("'bank/three' is of namespace 'bank'");
    expect(message).toContain("'shop/four' is of namespace 'vault'");
  });

  it('is one workload, not two', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const workload = new Deployment(shop, 'main', { containers });
    new LeastPrivilegeWorkload(shop, 'a', { workload });
    new LeastPrivilegeWorkload(shop, 'b', { workload });
    expect(refusal(app)).toContain("[shop/b] the pods of 'shop/main' carry 'app: a', and 'b' is declared");
  });
});

describe('An existing Service', () => {
  const reads = (spec: object, name = 'cart') => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const existingService = new ApiObject(shop, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec });
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', existingService });
    return { ports: cart.toCalleeConfigs()[0].ports, host: cart.toCalleeConfigs()[0].host, refused: refusal(app) };
  };

  it('says the ports, what they speak included', () => {
    const { ports, refused } = reads({
      selector: { app: 'cart' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'grpc-api', port: 90 }, { name: 'x', port: 91, appProtocol: 'grpc' }, { name: 'tcp-db', port: 3306 }, { name: 'redis-cache', port: 6379 }],
    });
    expect(refused).toBe('');
    expect(ports).toEqual([
      { name: 'http', port: 80, targetPort: 8080, protocol: 'http' },
      { name: 'grpc-api', port: 90, targetPort: 90, protocol: 'grpc' },
      { name: 'x', port: 91, targetPort: 91, protocol: 'grpc' },
      { name: 'tcp-db', port: 3306, targetPort: 3306, protocol: 'tcp' },
      { name: 'redis-cache', port: 6379, targetPort: 6379, protocol: 'tcp' },
    ]);
  });

  it('is refused if it does not say what a port speaks, or selects other pods', () => {
    expect(reads({ selector: { app: 'cart' }, ports: [{ name: 'main', port: 80 }] }).refused).toContain('says nothing of what it speaks');
    expect(reads({ selector: { app: 'basket' }, ports: [] }).refused).toContain("selects 'app: basket'");
    expect(reads({ ports: [] }).refused).toContain("Service 'cart' selects no pods");
  });

  it('may have another name than the workload, by which callers then know it', () => {
    const { host, refused } = reads({ selector: { app: 'cart' }, ports: [{ name: 'http', port: 80 }] }, 'basket');
    expect(refused).toBe('');
    expect(host).toBe('basket.shop.svc.cluster.local');
  });

  it('may select by the labels of the library that made it', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const existingService = new Service(shop, 'db-service', { ports: [{ port: 3306, name: 'tcp' }] });
    const workload = new Deployment(shop, 'db-deployment', { containers: [{ image: 'db:1', portNumber: 3306 }] });
    existingService.select(workload);
    new LeastPrivilegeWorkload(shop, 'db', { workload, existingService });
    expect(refusal(app)).toBe('');
  });
});

describe('A shared service account', () => {
  it('is shared on purpose, and not made twice', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const account = new ServiceAccount(shop, 'account', { metadata: { name: 'team' } });
    const a = new LeastPrivilegeWorkload(shop, 'a', { image: 'a:1', serviceAccount: account });
    const b = new LeastPrivilegeWorkload(shop, 'b', { image: 'b:1', serviceAccount: account });
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    a.calls.to(cart, HttpCall.get('/a'));
    b.calls.to(cart, HttpCall.get('/b'));
    const made = Manifests.of(app);
    expect(a.principal).toBe(b.principal);
    expect(made.names('ServiceAccount')).toEqual(['cart', 'team']);
    // Identity cannot tell them apart; the network still can.
    expect(made.allowed('cart')).toEqual(['cluster.local/ns/shop/sa/team GET /a :80', 'cluster.local/ns/shop/sa/team GET /b :80']);
    expect(made.openings('cart').ingress).toEqual(['shop/app=a TCP:80', 'shop/app=b TCP:80']);
  });

  it('by name alone would be made twice, and is refused', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    new LeastPrivilegeWorkload(shop, 'a', { image: 'a:1', serviceAccountName: 'team' });
    new LeastPrivilegeWorkload(shop, 'b', { image: 'b:1', serviceAccountName: 'team' });
    expect(refusal(app)).toContain("ServiceAccount 'team' of namespace 'shop'");
  });

  it("is never 'default', which is no identity of one's own", () => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'a', { image: 'a:1', serviceAccountName: 'default' });
    expect(refusal(app)).toContain("service account 'default' is what every pod has that names none");
  });
});
