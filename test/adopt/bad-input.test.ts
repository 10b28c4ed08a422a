import { adoptAll, deployment, namespace, otherwise, service } from './_adopt';
import { readObjects } from '../../src/adopt/read-objects';

type Json = any;

function read(...objects: readonly Json[]): ReturnType<typeof readObjects> {
  return readObjects(objects.map((object, i) => ({ object, origin: { file: 'a.yaml', line: i + 1 } })), () => undefined);
}

describe('what cannot be adopted is told, and the rest is adopted', () => {
  test.each([
    ['no object', 'text', 'a.yaml:1: this is no object'],
    ['no kind', { apiVersion: 'v1' }, 'a.yaml:1: this object has no kind or no apiVersion'],
    ['no apiVersion', { kind: 'Service', metadata: { name: 'a' } }, 'a.yaml:1: this object has no kind or no apiVersion'],
    ['no name', { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'a-' } }, 'a.yaml:1: this Pod has no name, and what has none cannot be told from others'],
    ['a template in a name', { apiVersion: 'v1', kind: 'Pod', metadata: { name: '{{ .Release.Name }}' } }, "a.yaml:1: Pod '{{ .Release.Name }}' has '{{ .Release.Name }}' in it, which is for a template engine: render it first"],
    ['a template in an image', deployment('web', { containers: [{ name: 'web', image: '{{ image }}' }] }), "Deployment 'web-v1' has '{{ image }}' in it"],
    ['pods that a controller makes', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', ownerReferences: [{ kind: 'ReplicaSet', name: 'a', controller: true }] } }, "Pod 'a' was made by another object"],
  ])('%s', (_, object, message) => {
    const { left, objects } = read(object, service('web'));
    expect(left).toEqual([expect.stringContaining(message)]);
    expect(objects.map(({ name }) => name)).toEqual(['web']);
  });
});

test('templates are no mistake where programs read them', () => {
  const { left } = read({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { page: '{{ title }}' } }, deployment('web', {
    containers: [{ name: 'web', image: 'a:1', args: ['--format', '{{ .Name }}'], env: [{ name: 'A', value: '{{ b }}' }] }],
  }));
  expect(left).toEqual([]);
});

test('an object that comes twice counts once: the last one', () => {
  const { objects, notes } = read(service('web'), service('web', { type: 'NodePort' }));
  expect(objects).toHaveLength(1);
  expect(objects[0].manifest.spec.type).toBe('NodePort');
  expect(notes).toEqual(['a.yaml:2: Service shop/web comes twice; as for kubectl, the last one counts']);
  expect(read(service('web'), service('web')).notes).toEqual([]);
});

test('objects without a namespace are of the one that is named, or of default', () => {
  const homeless = { ...service('web'), metadata: { name: 'web' } };
  expect(read(homeless)).toMatchObject({ objects: [{ namespace: 'default' }], notes: ["1 object names no namespace and is taken to be of 'default'; --namespace says another"] });
  expect(readObjects([{ object: homeless, origin: { file: 'shop.yaml' } }], file => (file === 'shop.yaml' ? 'shop' : undefined))).toMatchObject({ objects: [{ namespace: 'shop' }], notes: [] });
});

test('what a cluster has filled in is not written', () => {
  const exported = {
    ...deployment('web', { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', schedulerName: 'default-scheduler', securityContext: {}, terminationGracePeriodSeconds: 30, containers: [{ name: 'web', image: 'example/web:1', ports: [{ containerPort: 8080, protocol: 'TCP' }], resources: {}, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', imagePullPolicy: 'IfNotPresent' }] }),
    status: { replicas: 1 },
  };
  Object.assign(exported.metadata, { uid: '1', resourceVersion: '2', generation: 3, creationTimestamp: '2026-01-01T00:00:00Z', annotations: { 'deployment.kubernetes.io/revision': '1', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } });
  Object.assign(exported.spec, { replicas: 1, progressDeadlineSeconds: 600, revisionHistoryLimit: 10, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } } });
  const cluster = { ...service('web', { type: 'ClusterIP', clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', sessionAffinity: 'None', ports: [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 8080 }] }), status: { loadBalancer: {} } };
  Object.assign(cluster.metadata, { uid: '4', resourceVersion: '5', creationTimestamp: '2026-01-01T00:00:00Z' });
  const result = adoptAll([{ apiVersion: 'v1', kind: 'List', items: [exported, cluster] }]);
  expect(otherwise(result)).toEqual([]);
  expect(result.kept).toEqual([]);
  expect(result.text).toContain("new LeastPrivilegeWorkload(shop, 'web', { image: 'example/web:1', port: 8080 });");
});

test.each<[string, Json]>([
  ['containers that are no list', deployment('web', { containers: { name: 'web' } })],
  ['containers that are nothing', deployment('web', { containers: [null] })],
  ['no pod spec', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } }],
  ['labels that are a text', deployment('web', {}, 'app' as never)],
  ['variables that are an object', deployment('web', { containers: [{ name: 'web', image: 'a:1', env: { A: 'b' } }] })],
  ['ports that are a number', service('web', { ports: 8080 })],
  ['a selector that is a list', service('web', { selector: ['web'] })],
  ['metadata that says more than there is', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop', finalizers: ['a'] } }],
  ['a VirtualService without spec', { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'web', namespace: 'shop' } }],
  ['a Gateway without servers', { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { name: 'web', namespace: 'shop' }, spec: {} }],
  ['an AuthorizationPolicy whose rules are a text', { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'web', namespace: 'shop' }, spec: { rules: 'all' } }],
  ['a namespace that is no name', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'No Name' } }],
])('%s end in code, or in words', (_, object) => {
  const { outcome, text } = adoptAll([namespace(), deployment('other'), service('other'), object]);
  expect(text).toContain('app.synth();');
  expect(outcome.problems.map(({ message }) => message).join()).not.toMatch(/undefined|not a function|Cannot read/);
});

test('nothing is no app of anything', () => {
  const { text, outcome } = adoptAll([]);
  expect(text).toContain('app.synth();');
  expect(outcome.problems).toEqual([]);
});
