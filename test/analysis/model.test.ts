import { authorization, namespace, networking, peerAuthentication, service, verdict, workload, world } from './world';
import { buildModel, servicePortProtocol } from '../../src/analysis/model';

const model = (...objects: unknown[]): ReturnType<typeof buildModel> => buildModel(objects.map(object => ({ object, origin: { file: 'f.yaml', line: 3 } })));

describe('the model', () => {
  test('takes lists apart', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [namespace('a'), { apiVersion: 'v1', kind: 'List', items: [service('a/s')] }] };
    expect(model(list).services.all.map(({ name }) => name)).toEqual(['s']);
    expect(model({ apiVersion: 'apps/v1', kind: 'DeploymentList', items: [{ metadata: { name: 'd', namespace: 'a' }, spec: { template: { spec: {} } } }] }).workloads.all).toHaveLength(1);
  });
  test('lets unknown kinds pass', () => {
    const { others, problems } = model({ apiVersion: 'x/v1', kind: 'Whatever', metadata: { name: 'w' } });
    expect(others.map(({ kind }) => kind)).toEqual(['Whatever']);
    expect(problems).toEqual([]);
  });
  test('tells kinds of the same name apart by their group', () => {
    expect(model({ apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 's' } }).services.all).toEqual([]);
    expect(model({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 's' } }).gateways.all).toEqual([]);
  });
  test('remembers where everything is from', () => {
    expect(model(authorization('a/p', {})).authorizationPolicies.all[0]).toMatchObject({ origin: { file: 'f.yaml', line: 3 }, object: { kind: 'AuthorizationPolicy' } });
  });
  test('knows namespaces that are only referred to', () => {
    expect(model(service('a/s')).namespaces.get('a')).toMatchObject({ declared: false });
  });
  test('puts objects without namespace where kubectl would', () => {
    expect(model({ ...service('a/s'), metadata: { name: 's' } }).services.in('default')).toHaveLength(1);
  });
  test('keeps the last of two objects of one name', () => {
    expect(verdict([...world(authorization('pay/p', {})), authorization('pay/p', { rules: [{}] })])).toBe('ALLOW');
  });
  test('keeps both of two objects that leave the rest of their name to the API server', () => {
    const generated = (spec: object): object => ({ ...authorization('pay/p', spec), metadata: { generateName: 'p-', namespace: 'pay' } });
    expect(verdict([...world(), generated({ rules: [{}] }), generated({})])).toBe('ALLOW');
    expect(verdict([...world(), generated({ action: 'DENY', rules: [{}] }), generated({ rules: [{}] })])).toBe('DENY');
  });
  test('reads every version of Istio\'s API alike', () => {
    const old = (version: string): object => ({ ...authorization('pay/p', {}), apiVersion: `security.istio.io/${version}` });
    for (const version of ['v1', 'v1beta1']) { expect(verdict(world(old(version) as never))).toBe('DENY'); }
  });
  test('does not count pods twice that a controller owns', () => {
    const owned = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'r', namespace: 'a', ownerReferences: [{ controller: true, kind: 'Deployment', name: 'd' }] }, spec: { template: { spec: {} } } };
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'a' }, spec: { template: { spec: {} } } };
    expect(model(owned, owner).workloads.all.map(({ kind }) => kind)).toEqual(['Deployment']);
    expect(model(owned).workloads.all.map(({ kind }) => kind)).toEqual(['ReplicaSet']);
  });
  test('lists what it could not read', () => {
    const { problems } = model(authorization('a/p', { rules: [{ to: [{ operation: { ports: [8080] } }] }] }), 'text', { metadata: {} }, null);
    expect(problems.map(({ object, message }) => [object, message])).toEqual([
      [undefined, 'this is no object'],
      [undefined, 'an object without kind'],
      ['AuthorizationPolicy a/p', expect.stringContaining('ports[0] must be a string, not a number')],
    ]);
  });
  test('reads the mesh\'s configuration from istiod\'s ConfigMap', () => {
    const mesh = 'trustDomain: td\ntrustDomainAliases: [old]\noutboundTrafficPolicy:\n  mode: REGISTRY_ONLY\nenableAutoMtls: false\npathNormalization:\n  normalization: MERGE_SLASHES\n';
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh } };
    expect(model(config).meshConfig).toMatchObject({
      trustDomain: 'td', trustDomainAliases: ['old'], outboundMode: 'REGISTRY_ONLY', autoMtls: false, pathNormalization: 'MERGE_SLASHES', rootNamespace: 'istio-system',
    });
    expect(buildModel([{ object: config }], { meshConfig: { trustDomain: 'mine' } }).meshConfig.trustDomain).toBe('mine');
  });
  test('does not guess a mesh\'s configuration that is not YAML', () => {
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh: 'a: [' } };
    expect(verdict(world(config))).toBe('UNKNOWN');
  });
  test('orders by age, then by name, then by namespace', () => {
    const aged = (name: string, time?: string): object => ({ ...peerAuthentication(`a/${name}`, {}), metadata: { name, namespace: 'a', creationTimestamp: time } });
    expect(model(aged('a'), aged('z', '2020-01-01T00:00:00Z'), aged('b')).peerAuthentications.all.map(({ name }) => name)).toEqual(['z', 'a', 'b']);
  });
  test('reads hosts of a ServiceEntry one by one', () => {
    const entry = networking('ServiceEntry', 'a/e', { hosts: ['x.example', 'y.example'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] });
    expect(model(entry).services.all).toMatchObject([{ host: 'x.example', external: true, resolution: 'NONE' }, { host: 'y.example' }]);
  });
  test('knows machines', () => {
    expect(model({ apiVersion: 'networking.istio.io/v1', kind: 'WorkloadGroup', metadata: { name: 'g', namespace: 'a' }, spec: { metadata: { labels: { app: 'x' } }, template: { serviceAccount: 'sa' } } }).workloads.all[0])
      .toMatchObject({ serviceAccount: 'sa', outsideCluster: true });
  });
  test('reads only what the pod declares: labels of the template', () => {
    expect(model(workload('a/w')).workloads.all[0].labels.get('app')).toBe('w');
  });
});

describe('protocol selection', () => {
  test.each([
    [80, 'http', 'TCP', undefined, 'http'], [80, 'HTTP-web', 'TCP', undefined, 'http'], [80, 'http2', 'TCP', undefined, 'http'],
    [80, 'grpc-web-x', 'TCP', undefined, 'http'], [80, 'grpc', 'TCP', undefined, 'http'], [443, 'https', 'TCP', undefined, 'tcp'], [443, 'tls-x', 'TCP', undefined, 'tcp'],
    [80, 'mongo', 'TCP', undefined, 'tcp'], [80, 'redis', 'TCP', undefined, 'tcp'], [80, 'mysql', 'TCP', undefined, 'tcp'],
    [80, 'web', 'TCP', undefined, 'sniffed'], [80, undefined, 'TCP', undefined, 'sniffed'], [80, 'httpx', 'TCP', undefined, 'sniffed'],
    [25, 'web', 'TCP', undefined, 'tcp'], [53, undefined, 'TCP', undefined, 'tcp'], [27017, 'x', 'TCP', undefined, 'tcp'], [3306, 'http', 'TCP', undefined, 'http'],
    [80, 'http', 'UDP', undefined, 'udp'], [80, 'tcp', 'TCP', 'http', 'http'], [80, 'http', 'TCP', 'tcp', 'tcp'],
    [80, 'x', 'TCP', 'kubernetes.io/ws', 'http'], [80, 'http', 'TCP', 'kubernetes.io/wss', 'tcp'], [80, 'http', 'TCP', 'example.com/own', 'sniffed'],
  ] as const)('port %d named %s over %s with appProtocol %s is %s', (port, name, transport, appProtocol, expected) => {
    expect(servicePortProtocol(port, name, transport, appProtocol)).toBe(expected);
  });
});
