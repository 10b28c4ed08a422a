import { MeshAccess, AccessCaller } from 'cdk8s-istio';

/** A pod that may open what its NetworkPolicy says, and a machine in the same namespace whose labels are those of pods. */
function access(egress: object, options: { machines?: string[]; entry?: object; group?: boolean; metadata?: object } = {}) {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } };
  const web = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'shop', name: 'web' },
    spec: { template: { metadata: { labels: { app: 'web' } }, spec: { serviceAccountName: 'web', containers: [{ name: 'web' }] } } },
  };
  const machine = options.group
    ? { kind: 'WorkloadGroup', spec: { metadata: { labels: { app: 'stock' } }, template: { serviceAccount: 'stock' } } }
    : { kind: 'WorkloadEntry', spec: { address: '10.0.0.5', labels: { app: 'stock' }, serviceAccount: 'stock', ...options.entry } };
  return MeshAccess.fromManifests([
    namespace, web, { apiVersion: 'networking.istio.io/v1', metadata: { namespace: 'shop', name: 'vm', ...options.metadata }, ...machine },
    { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name: 'stock' }, spec: { selector: { app: 'stock' }, ports: [{ name: 'http', port: 8080 }] } },
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: 'shop', name: 'all' }, spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [egress] } },
    { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { namespace: 'shop', name: 'stock' }, spec: { selector: { matchLabels: { app: 'stock' } }, rules: [{ to: [{ operation: { paths: ['/levels'] } }] }] } },
  ], options.machines ? { machinesWithProxy: options.machines } : {});
}

const ask = (mesh: MeshAccess, path: string) =>
  mesh.decide({ from: AccessCaller.workload('shop', 'web'), to: { namespace: 'shop', workload: 'vm' }, port: 8080, method: 'GET', path }).verdict;
const pods = { to: [{ podSelector: { matchLabels: { app: 'stock' } } }] };
const block = { to: [{ ipBlock: { cidr: '10.0.0.0/24' } }] };

describe('A machine is no pod', () => {
  test('a NetworkPolicy that opens pods of its labels opens nothing to it, and one that holds such pods does not hold it', () => {
    expect(ask(access(pods, { machines: ['shop/vm'] }), '/levels')).toBe('DENY');
    // Nothing may come in to the pods of the namespace; the machine is none of them.
    expect(ask(access(block, { machines: ['shop/vm'] }), '/levels')).toBe('ALLOW');
    expect(ask(access(block, { machines: ['shop/vm'] }), '/other')).toBe('DENY');
  });

  test('whether it runs a proxy, nobody tells unless it is said', () => {
    expect(ask(access(block), '/levels')).toBe('UNKNOWN');
    expect(ask(access(block, { machines: ['shop/other'] }), '/levels')).toBe('UNKNOWN');
    expect(ask(access(block), '/other')).toBe('DENY');
  });

  test('callers send mutual TLS to one with a service account, whether it has a proxy or not, unless a label says otherwise', () => {
    const mode = (value: string) => ({ labels: { 'app': 'stock', 'security.istio.io/tlsMode': value } });
    expect(ask(access(block, { entry: { serviceAccount: undefined } }), '/levels')).toBe('ALLOW');
    expect(ask(access(block, { entry: { serviceAccount: undefined, ...mode('istio') } }), '/levels')).toBe('UNKNOWN');
    expect(ask(access(block, { entry: mode('disabled') }), '/levels')).toBe('ALLOW');
  });

  test('the labels of the object count before those of its spec', () => {
    const labelled = (labels: object) => access(block, { machines: ['shop/vm'], metadata: { labels } });
    expect(ask(labelled({ team: 'x' }), '/other')).toBe('DENY');
    // No policy speaks of it any more.
    expect(ask(labelled({ app: 'other' }), '/other')).toBe('ALLOW');
  });

  test('where it has no known address, or one of another network, rules about addresses do not tell', () => {
    expect(ask(access(block, { machines: ['shop/vm'], group: true }), '/levels')).toBe('UNKNOWN');
    expect(ask(access(block, { machines: ['shop/vm'], entry: { network: 'elsewhere' } }), '/levels')).toBe('UNKNOWN');
    expect(ask(access({}, { machines: ['shop/vm'], group: true }), '/levels')).toBe('ALLOW');
    expect(ask(access(pods, { machines: ['shop/vm'], group: true }), '/levels')).toBe('DENY');
  });

  test('the table does not take it for one of the pods that a selector means', () => {
    expect(access(pods, { machines: ['shop/vm'] }).table().toText()).not.toMatch(/web.*vm/);
  });
});
