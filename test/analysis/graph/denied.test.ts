import type { MeshGraph } from '../../../src/analysis/graph';
import { graphDot, graphMermaid, meshGraphOf } from '../../../src/analysis/graph';
import { buildModel } from '../../../src/analysis/model';
import { authorization, namespace, networking, peerAuthentication, service, workload } from '../world';

const strict = peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } });
const mesh = [namespace('shop'), namespace('pay'), workload('shop/web'), workload('shop/batch'), workload('pay/api'), service('pay/api'), strict];

function graphOf(...manifests: readonly object[]): MeshGraph {
  return meshGraphOf(buildModel([...mesh, ...manifests].map(object => ({ object }))), [], { denied: true });
}

/** `from -> to: what (notes)` of what is denied. */
function denied(...manifests: readonly object[]): string[] {
  return graphOf(...manifests).edges.filter(({ kind }) => kind === 'denied').flatMap(({ from, to, access }) =>
    access.map(({ ports, notes }) => `${from.replace('workload/', '')} -> ${to.replace('workload/', '')} ${ports}: ${notes.join('; ')}`));
}

/** `from -> to: why nobody sends it`. */
function unused(...manifests: readonly object[]): string[] {
  return graphOf(...manifests).edges.flatMap(({ from, to, access }) =>
    [...new Set(access.flatMap(one => one.unused ?? []))].map(reason => `${from} -> ${to}: ${reason}`));
}

function allow(name: string, ...accounts: readonly string[]): object {
  return authorization(`pay/${name}`, {
    rules: [{ from: [{ source: { principals: accounts.map(account => `cluster.local/ns/shop/sa/${account}`) } }], to: [{ operation: { ports: ['8080'] } }] }],
  });
}

/** Lets pods of namespace shop in. */
function lets(...apps: readonly string[]): object {
  const from = apps.map(app => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: { matchLabels: { app } } }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'api', namespace: 'pay' },
    spec: { podSelector: { matchLabels: { app: 'api' } }, policyTypes: ['Ingress'], ingress: from.length === 0 ? [] : [{ from, ports: [{ port: 8080 }] }] },
  };
}

describe('what is denied', () => {
  test('is what AuthorizationPolicies open to an identity, and NetworkPolicies let nobody send', () => {
    expect(denied(allow('web', 'web'), lets())).toEqual(['shop/web -> pay/api 8080: stopped by NetworkPolicy pay/api']);
  });
  test('is what NetworkPolicies open to pods, and AuthorizationPolicies refuse', () => {
    expect(denied(allow('web', 'web'), lets('web', 'batch'))).toEqual(['shop/batch -> pay/api 8080: stopped by AuthorizationPolicy pay/web']);
  });
  test('is what a policy refuses somebody while it lets others in', () => {
    const deny = authorization('pay/no', { action: 'DENY', rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/batch'] } }] }] });
    expect(denied(deny)).toEqual(['shop/batch -> pay/api 3306, 8080: stopped by AuthorizationPolicy pay/no']);
  });
  test('is what one policy opens to somebody by name and another denies', () => {
    const deny = (spec: object): object => authorization('pay/no', { action: 'DENY', rules: [spec] });
    expect(denied(allow('web', 'web', 'batch'), deny({ from: [{ source: { principals: ['cluster.local/ns/shop/sa/batch'] } }] })))
      .toEqual(['shop/batch -> pay/api 8080: stopped by AuthorizationPolicy pay/no']);
    expect(denied(allow('web', 'web', 'batch'), deny({ to: [{ operation: { ports: ['8080'] } }] }))).toEqual([
      'namespace/shop -> pay/api 8080: stopped by AuthorizationPolicy pay/no',
    ]);
    expect(denied(allow('web', 'web'), deny({ to: [{ operation: { ports: ['3306'] } }] }))).toEqual([]);
    expect(denied(allow('web', 'web'), deny({ to: [{ operation: { paths: ['/admin'] } }] }), lets('web'))).toEqual([]);
  });
  test('is nothing where layers agree, and nothing where nobody is named', () => {
    expect(denied()).toEqual([]);
    expect(denied(allow('web', 'web'), lets('web'))).toEqual([]);
    expect(denied(allow('nobody'), lets())).toEqual([]);
    expect(denied(authorization('pay/all', {}), lets())).toEqual([]);
  });
  test('is nothing to whom anything is possible: other paths are no denial', () => {
    const get = authorization('pay/get', {
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { ports: ['8080'], methods: ['GET'] } }] }],
    });
    expect(denied(get, lets('web'))).toEqual([]);
  });
  test('has the decision of a request, with the object that stops it', () => {
    const [edge] = graphOf(allow('web', 'web'), lets()).edges.filter(({ kind }) => kind === 'denied');
    expect(edge.access[0].why?.layers.filter(({ verdict }) => verdict === 'DENY')).toEqual([expect.objectContaining({ layer: 'networkPolicy', object: 'NetworkPolicy pay/api' })]);
  });
  test('is in no graph that is not asked for it, and marked where it is', () => {
    const manifests = [...mesh, allow('web', 'web'), lets()].map(object => ({ object }));
    expect(meshGraphOf(buildModel(manifests)).edges.filter(({ kind }) => kind === 'denied')).toEqual([]);
    const graph = graphOf(allow('web', 'web'), lets());
    expect(graphMermaid(graph)).toMatch(/-\.-x\|"denied#58; 8080 .*stopped by NetworkPolicy/);
    expect(graphDot(graph)).toMatch(/label="denied: 8080 .*arrowhead=tee/);
  });
});

describe('what nobody sends', () => {
  const imports = (host: string): object => networking('Sidecar', 'shop/default', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, egress: [{ hosts: [host] }] });

  test('is what the Sidecar of the caller does not know the way to', () => {
    expect(unused(allow('web', 'web'), imports('./*'))).toEqual(['workload/shop/web -> workload/pay/api: Sidecar shop/default of shop/web does not import it']);
    expect(unused(allow('web', 'web'), imports('pay/*'))).toEqual([]);
  });
  test('is what a policy opens to a service account that no workload has, where the namespace is shown', () => {
    expect(unused(allow('web', 'web', 'retired'))).toEqual([
      'class/service account shop%2Fretired -> workload/pay/api: no workload of these manifests is service account shop/retired',
    ]);
    const elsewhere = authorization('pay/other', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/elsewhere/sa/one'] } }] }] });
    expect(unused(elsewhere)).toEqual([]);
  });
  test('is what asks for an identity, of a caller without sidecar', () => {
    const bare = workload('shop/bare', { annotations: { 'sidecar.istio.io/inject': 'false' }, labels: { 'sidecar.istio.io/inject': 'false' } });
    expect(unused(bare, allow('bare', 'bare')).join()).toContain('shop/bare has no sidecar that would prove its identity');
  });
  test('is said in text where it is asked for', () => {
    const graph = graphOf(allow('web', 'web'), imports('./*'));
    expect(graphMermaid(graph)).not.toContain('nobody sends it');
    expect(graphMermaid(graph, true)).toContain('nobody sends it');
    expect(graphDot(graph, true)).toContain('nobody sends it');
  });
});
