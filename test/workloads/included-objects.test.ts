import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Helm, Include } from 'cdk8s';
import { Construct } from 'constructs';
import { Manifests, refusal } from '../_manifests';
import { HttpCall, IncludedObjects, LeastPrivilegeWorkload, Mesh, Platform, SecureNamespace, TcpCall } from 'cdk8s-istio';

/** A chart as charts are: labels of its own, ports by name, a Service for callers and a headless one, a Job, policies. */
const CHART = (namespace = '') => [
  ...['ServiceAccount/db-sa', 'ConfigMap/db-settings'].map(id => ({ apiVersion: 'v1', kind: id.split('/')[0], metadata: { name: id.split('/')[1] } })),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db-headless' },
    spec: {
      clusterIP: 'None',
      selector: { 'app.kubernetes.io/name': 'db' },
      ports: [{ name: 'tcp-db', port: 5432, targetPort: 'sql' }, { name: 'http-gossip', port: 7000, targetPort: 'gossip' }],
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'db' },
    spec: {
      selector: { 'app.kubernetes.io/name': 'db' }, ports: [{ name: 'tcp-db', port: 5432, targetPort: 'sql' }, { name: 'http-metrics', port: 80, targetPort: 'metrics' }],
    },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'other' }, spec: { selector: { 'app.kubernetes.io/name': 'other' }, ports: [{ port: 80 }] } },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db-headless',
      replicas: 3,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'db' } },
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': 'db' } },
        spec: {
          serviceAccountName: 'db-sa',
          initContainers: [{ name: 'chown', image: 'busybox:1' }],
          containers: [{ name: 'db', image: 'example/db:1', ports: [{ name: 'sql', containerPort: 5432 }, { name: 'gossip', containerPort: 7000 }] },
            { name: 'exporter', image: 'example/exporter:1', ports: [{ name: 'metrics', containerPort: 9187 }] }],
        },
      },
    },
  },
  { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'db-init' }, spec: { template: { metadata: {}, spec: { restartPolicy: 'Never', containers: [{ name: 'init', image: 'example/db:1' }] } } } },
].map(object => ({ ...object, metadata: { ...object.metadata, ...namespace ? { namespace } : {} } }));

function file(objects: readonly object[], name = 'chart.yaml'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'chart-')), name);
  writeFileSync(path, objects.map(object => JSON.stringify(object)).join('\n---\n'));
  return path;
}

/** The same without the detour by a file, which cdk8s reads in a process of its own. */
function manifests(scope: Construct, id: string, objects: readonly any[]): Construct {
  const parent = new Construct(scope, id);
  objects.forEach(object => new ApiObject(parent, `${object.kind}-${object.metadata.name}`, object));
  return parent;
}

/** What cdk8s runs as `helm template`: here a program that writes the chart. */
function helm(scope: Construct, objects: readonly object[]): Helm {
  const helmExecutable = file([], 'helm');
  writeFileSync(helmExecutable, `#!/bin/sh\ncat ${file(objects)}\n`);
  chmodSync(helmExecutable, 0o755);
  return new Helm(scope, 'chart', { chart: 'example/db', releaseName: 'db', helmExecutable });
}

const MAKERS: [string, (scope: Construct, objects: readonly object[]) => Construct][] = [
  ['A Helm chart', helm], ['Included YAML', (scope, objects) => new Include(scope, 'chart', { url: file(objects) })],
];

describe.each(MAKERS)('%s', (_, include) => {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const chart = IncludedObjects.of(include(shop, CHART()));
  const workload = chart.object('StatefulSet', 'db');
  const db = new LeastPrivilegeWorkload(shop, 'db', { workload, existingServices: chart.servicesOf(workload) });
  const init = new LeastPrivilegeWorkload(shop, 'db-init', { workload: chart.object('Job', 'db-init') });
  const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
  db.calls.to(db, HttpCall.post('/gossip').onPort('http-gossip'));
  init.calls.to(db, TcpCall.port('tcp-db'));
  web.calls.to(db, TcpCall.port('tcp-db'), HttpCall.get('/metrics').onPort('http-metrics'));
  const made = Manifests.of(app);
  const pod = made.pod('StatefulSet', 'db');

  it('becomes part of the mesh: labels, identity, hardening, and nothing else of it changes', () => {
    expect(pod.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'db', 'app': 'db', 'version': 'v1' });
    expect(pod.spec).toMatchObject({ serviceAccountName: 'db-sa', securityContext: { runAsNonRoot: true } });
    expect(made.names('ServiceAccount')).toEqual(['db-init', 'db-sa', 'web']);
    expect(made.spec('StatefulSet', 'db')).toMatchObject({ serviceName: 'db-headless', replicas: 3, selector: { matchLabels: { 'app.kubernetes.io/name': 'db' } } });
    expect(made.get('StatefulSet', 'db').metadata.namespace).toBe('shop');
    expect(made.spec('Service', 'db-headless').ports[1].targetPort).toBe('gossip');
  });

  it('has its init containers behind the proxy, and ends where it ends', () => {
    expect(pod.metadata.annotations).toEqual({ 'sidecar.istio.io/nativeSidecar': 'true' });
    expect(made.pod('Job', 'db-init').metadata.annotations).toEqual({ 'sidecar.istio.io/nativeSidecar': 'true' });
    expect(made.pod('Job', 'db-init').spec.serviceAccountName).toBe('db-init');
  });

  it('is called on the ports to which its Services point by name', () => {
    expect(made.allowed('db')).toEqual([
      'cluster.local/ns/shop/sa/db-init * * :5432', 'cluster.local/ns/shop/sa/db-sa POST /gossip :7000',
      'cluster.local/ns/shop/sa/web GET /metrics :9187', 'cluster.local/ns/shop/sa/web * * :5432',
    ]);
    expect(made.openings('db').ingress).toEqual(['shop/app=db TCP:7000', 'shop/app=db-init TCP:5432', 'shop/app=web TCP:5432', 'shop/app=web TCP:9187']);
  });

  it('is known by the names of all its Services, and called by the first, which is not headless', () => {
    expect(made.known('web')).toEqual(['shop/db-headless.shop.svc.cluster.local', 'shop/db.shop.svc.cluster.local']);
    expect(db.toCalleeConfigs()[0].host).toBe('db.shop.svc.cluster.local');
    expect(db.toCalleeConfigs()).toHaveLength(1);
  });
});

describe('What else is in a chart', () => {
  const synth = (objects: readonly object[], props: object = {}) => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop', props);
    const chart = IncludedObjects.of(manifests(shop, 'chart', [...CHART(), ...objects]));
    const workload = chart.object('StatefulSet', 'db');
    const db = new LeastPrivilegeWorkload(shop, 'db', { workload, existingServices: chart.servicesOf(workload) });
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
    web.calls.to(db, TcpCall.port('tcp-db'));
    return refusal(app);
  };
  const networkPolicy = (spec: object) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'chart-policy' }, spec });
  const selector = { matchLabels: { 'app.kubernetes.io/name': 'db' } };

  it('is proved with it: a NetworkPolicy that opens more is named', () => {
    expect(synth([])).toBe('');
    expect(synth([networkPolicy({ podSelector: selector, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 5432 }] }] })])).toContain(
      '[shop/db] safety: NetworkPolicy shop/chart-policy opens shop/db from everybody on port 5432 (TCP) (ingress[0]), which was not declared [NetworkPolicy shop/chart-policy]');
  });

  it('is proved with it: one that opens no more is not', () => {
    expect(synth([networkPolicy({ podSelector: selector, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 5432 }] }] })])).toBe('');
  });

  it('is proved with it: an AuthorizationPolicy that admits more is named', () => {
    expect(synth([{ apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'chart-policy' }, spec: { selector, rules: [{}] } }])).toContain(
      'which was not declared [AuthorizationPolicy shop/chart-policy]');
  });

  it('is judged by the namespace: pods that nobody hardened, if they are left as they are', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    new Mesh(app, 'mesh', { platform: Platform.istioctl({ cni: true }) });
    const chart = IncludedObjects.of(manifests(shop, 'chart', CHART()));
    new LeastPrivilegeWorkload(shop, 'db', { workload: chart.object('StatefulSet', 'db'), hardening: { leaveAsIs: true } });
    expect(refusal(app)).toContain("Pod Security enforces 'restricted' in namespace 'shop' and would refuse the pods");
  });

  it('must be of the namespace: Helm takes default, unless it is told', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const chart = IncludedObjects.of(manifests(shop, 'chart', CHART('default')));
    const workload = chart.object('StatefulSet', 'db');
    new LeastPrivilegeWorkload(shop, 'db', { workload, existingServices: chart.servicesOf(workload) });
    const message = refusal(app);
    expect(message).toContain("StatefulSet 'db' is declared in namespace 'shop' and written for 'default', where nothing of this namespace guards its pods");
    expect(message).toContain("Job 'db-init' is declared in namespace 'shop' and written for 'default'");
    expect(message).toContain("Service 'db' is of namespace 'default', and the pods are of 'shop'");
  });

  it('must be objects of their own: what is in a list gets nothing of the namespace', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    new ApiObject(shop, 'list', { apiVersion: 'v1', kind: 'List', items: CHART() } as any);
    expect(refusal(app)).toContain("[shop/list] a List is declared in namespace 'shop', and what is in it gets neither the namespace nor its labels; declare each object on its own.");
  });

  it('has pods that nobody declared: they are nobody, and reach nothing', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const chart = IncludedObjects.of(manifests(shop, 'chart', CHART()));
    expect(chart.workloads.map(object => object.name)).toEqual(['db', 'db-init']);
    expect(refusal(app)).toBe('');
  });
});

describe('Objects of a construct', () => {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const chart = manifests(shop, 'chart', CHART());

  it('are told where one is asked for that is not there', () => {
    expect(() => IncludedObjects.of(chart).object('Deployment', 'db')).toThrow(
      "shop/chart: has no Deployment 'db'; it has ConfigMap 'db-settings', Job 'db-init', Service 'db', Service 'db-headless', Service 'other', ServiceAccount 'db-sa', StatefulSet 'db'.");
    expect(() => IncludedObjects.of(manifests(shop, 'nothing', [])).object('Deployment', 'db')).toThrow('there is nothing in it');
    expect(() => IncludedObjects.of(chart).servicesOf(IncludedObjects.of(chart).object('ConfigMap', 'db-settings'))).toThrow('is a ConfigMap, which has no pods');
  });

  it('are Services of a workload only if they select its pods', () => {
    const objects = IncludedObjects.of(chart);
    expect(objects.servicesOf(objects.object('StatefulSet', 'db')).map(service => service.name)).toEqual(['db', 'db-headless']);
    expect(objects.servicesOf(objects.object('Job', 'db-init'))).toEqual([]);
  });
});

describe('Several existing Services', () => {
  const declared = (...services: readonly { readonly name: string; readonly spec: object }[]) => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const existingServices = services.map(({ name, spec }) => new ApiObject(shop, name, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: 'db' }, ...spec } } as any));
    new LeastPrivilegeWorkload(shop, 'db', { containers: [{ image: 'db:1', ports: [{ number: 8080, name: 'web' }, { number: 9090, name: 'twice' }] }, { image: 'x:1', name: 'x', ports: [{ number: 9091, name: 'twice' }] }], existingServices });
    return refusal(app);
  };

  it('agree on what a port is', () => {
    const one = { name: 'one', spec: { ports: [{ name: 'http', port: 80, targetPort: 'web' }] } };
    expect(declared(one, { name: 'two', spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] } })).toBe('');
    expect(declared(one, { name: 'two', spec: { ports: [{ name: 'tcp', port: 80, targetPort: '8080' }] } })).toContain(
      "[shop/db] port 80 is http to container port 8080 of Service 'one' and tcp to container port 8080 of Service 'two'; give only one of these Services, or let them agree.");
  });

  it('are at least one', () => {
    expect(declared()).toContain("'existingServices' is empty; name at least one Service, or leave it out.");
  });

  it.each([
    ['nowhere', "points to container port 'nowhere', and the containers' are 'web', 'twice'; name the container port so, or give its number."],
    ['twice', "points to container port 'twice', which is 9090 and 9091; give each container port a name of its own."],
  ])('point to container ports that are there: not %s', (targetPort, message) => {
    expect(declared({ name: 'one', spec: { ports: [{ name: 'http', port: 80, targetPort }] } })).toContain(message);
  });

  it('lead to the same ports in every version', () => {
    const refused = (port: number) => {
      const app = new App();
      const shop = new SecureNamespace(app, 'shop');
      const version = (name: string, containerPort: number) => new ApiObject(shop, name, {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name },
        spec: {
          selector: { matchLabels: { app: 'db', version: name } },
          template: {
            metadata: { labels: { app: 'db', version: name } },
            spec: { serviceAccountName: 'db', containers: [{ name: 'c', image: 'db:1', ports: [{ name: 'web', containerPort }] }] },
          },
        },
      } as any);
      const spec = { selector: { app: 'db' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] };
      new LeastPrivilegeWorkload(shop, 'db', {
        workload: version('v1', 8080),
        otherVersions: [version('v2', port)],
        existingService: new ApiObject(shop, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db' }, spec } as any),
      });
      return refusal(app);
    };
    expect(refused(8080)).toBe('');
    expect(refused(9090)).toContain("[shop/db] for the pods of 'shop/v2' the Service leads elsewhere (http to container port 9090); let every version name its ports alike.");
  });

  it('keep their ports, where they are headless', () => {
    expect(declared({ name: 'one', spec: { clusterIP: 'None', ports: [{ name: 'http', port: 80, targetPort: 'web' }] } })).toContain(
      "Service 'one' is headless, so callers of its port 80 come to port 80 of the pods, and '8080' is what its containers listen on");
  });
});
