import { AccessDirection } from '../../../src/analysis/access/access-row';
import { operationText } from '../../../src/analysis/access-table';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import type { Json } from '../world';
import { authorization, namespace, networking, peerAuthentication, workload, world } from '../world';

const strict = peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } });
const web = { from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] };
const onlyWeb = authorization('pay/p', { rules: [{ ...web, to: [{ operation: { ports: ['8080'], methods: ['GET'] } }] }] });

function tableOf(manifests: readonly Json[]) {
  return MeshAccess.fromManifests([...manifests]).table();
}

/** The rows of a direction, in one line each. */
function rows(manifests: readonly Json[], wanted = AccessDirection.INBOUND): string[] {
  const told = tableOf(manifests).rows.filter(({ direction }) => direction === wanted);
  return told.map(({ clients, callees, ports, operations, certain, boundaries, notes }) =>
    `${clients.map(({ text }) => text).join(' + ')} -> ${callees.map(({ text }) => text).join(' + ')} ${ports}: `
    + `${certain ? '' : 'perhaps '}${operations.map(operationText).join('; ')} [${boundaries.join()}]${notes.map(note => ` (${note})`).join('')}`);
}

/** What is said about `pay/api`. */
function about(manifests: readonly Json[]): string[] {
  return rows(manifests).filter(row => row.includes('-> pay/api') || row.includes('-> every'));
}

function networkPolicy(at: string, spec: Json): Json {
  const [ns, name] = at.split('/');
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace: ns, name }, spec };
}

const isolated = (...from: readonly Json[]): Json =>
  networkPolicy('pay/api', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from, ports: [{ port: 8080 }] }] });

test('of nothing there is nothing to tell', () => {
  const table = tableOf([]);
  expect(table.rows).toEqual([]);
  expect(table.toText()).toContain('Nobody may reach anything');
  expect(table.toMarkdown()).toContain('Nobody may reach anything');
  expect(JSON.parse(table.toJson())).toMatchObject({ rows: [] });
});

test('with nothing but Deployments anyone may do anything, in one row', () => {
  const mesh = [namespace('a', {}), ...Array.from({ length: 300 }, (_, i) => workload(`a/w${i}`))];
  expect(rows(mesh)).toEqual(['anyone -> every workload of namespace a any: anything []']);
  expect(rows(mesh, AccessDirection.OUTBOUND)).toEqual(['every workload of namespace a -> anything any: anything []']);
});

test('STRICT mutual TLS and a policy hold callers to identity and method, but not on the proxy\'s own ports', () => {
  expect(about(world(strict, onlyWeb))).toEqual([
    'anyone -> pay/api 15020-15021, 15090: anything [] (the proxy\'s own, of which AuthorizationPolicies do not know)',
    'shop/web -> pay/api 8080: GET [mutualTls,authorizationPolicy]',
  ]);
});

test('callers are listed one by one however alike their names are; one that is not deployed is told by its account', () => {
  const names = Array.from({ length: 10 }, (_, i) => `service-1${i}`);
  const policy = (...more: readonly string[]): Json => authorization('pay/p', {
    rules: [{ from: [{ source: { principals: [...names, ...more].map(name => `cluster.local/ns/shop/sa/${name}`) } }], to: [{ operation: { ports: ['8080'] } }] }],
  });
  const callers = names.map(name => workload(`shop/${name}`));
  const listed = names.map(name => `shop/${name}`).join(' + ');
  const ending = '-> pay/api 8080: anything [mutualTls,authorizationPolicy]';
  expect(about(world(strict, policy(), ...callers))).toContain(`${listed} ${ending}`);
  expect(about(world(strict, policy('elsewhere'), ...callers))).toContain(`service account shop/elsewhere + ${listed} ${ending}`);
});

test('under PERMISSIVE a rule that denies an identity holds nobody, since plaintext has none', () => {
  const deny = authorization('pay/p', { action: 'DENY', rules: [web] });
  expect(about(world(deny))).toContain('anyone -> pay/api any except 15020-15021, 15090: anything [authorizationPolicy]');
});

test('a port that goes around the proxy is open to anyone', () => {
  const excluded = workload('pay/api', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '3306' } });
  const mesh = world(strict, onlyWeb).map(one => one.kind === 'Deployment' && one.metadata.name === 'api' ? excluded : one);
  expect(about(mesh)[0]).toMatch(/^anyone -> pay\/api 3306, 15020-15021, 15090: anything \[\]/);
});

test('a workload without proxy is open, whatever policies say', () => {
  const policy = authorization('legacy/p', { rules: [] });
  expect(rows(world(policy))).toEqual(['anyone -> every workload any: anything []']);
});

test('what an authorizer may answer is told as perhaps, with the authorizer', () => {
  const custom = authorization('pay/c', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{ to: [{ operation: { ports: ['8080'] } }] }] });
  expect(about(world(strict, onlyWeb, custom))).toContain(
    'shop/web -> pay/api 8080: perhaps GET [mutualTls,authorizationPolicy] (AuthorizationPolicy pay/c asks the authorizer opa, whose answer no manifest tells)');
});

describe('NetworkPolicies', () => {
  test('pods of the manifests are named, others told by their labels', () => {
    const one = (labels: Json, name: string): Json =>
      ({ podSelector: { matchLabels: labels }, namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
    expect(about(world(isolated(one({ app: 'web' }, 'shop'), one({ app: 'prometheus' }, 'monitoring'))))).toEqual([
      'pods app=prometheus of namespace monitoring + shop/web -> pay/api 8080: anything [networkPolicy]',
    ]);
  });
  test('a whole namespace is said once', () => {
    expect(about(world(isolated({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }))))
      .toEqual(['any pod of namespace shop -> pay/api 8080: anything [networkPolicy]']);
    expect(about(world(isolated({ namespaceSelector: {} })))).toEqual(['any pod -> pay/api 8080: anything [networkPolicy]']);
  });
  test('of a whole namespace only the identities that policies name may do anything', () => {
    expect(about(world(strict, onlyWeb, isolated({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }))))
      .toEqual(['shop/web -> pay/api 8080: GET [mutualTls,authorizationPolicy,networkPolicy]']);
    expect(about(world(strict, onlyWeb, isolated({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'legacy' } } })))).toEqual([]);
  });
  test('addresses are a condition', () => {
    expect(about(world(isolated({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }))))
      .toEqual(['anyone -> pay/api 8080: anything, source 10.0.0.0/8 except 10.1.0.0/16 [networkPolicy]']);
  });
  test('a caller that its own policies hold back is no client, and what it may reach is told', () => {
    const dns = { to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }], ports: [{ port: 53, protocol: 'UDP' }] };
    const held = world(strict, onlyWeb, networkPolicy('shop/web', { podSelector: {}, policyTypes: ['Egress'], egress: [dns] }));
    expect(about(held).filter(row => row.startsWith('shop/web'))).toEqual([]);
    expect(rows(held, AccessDirection.OUTBOUND)).toEqual([
      'legacy/batch + pay/api -> anything any: anything []',
      'shop/web -> pods k8s-app=kube-dns 53 (UDP): anything [networkPolicy]',
    ]);
  });
  test('a policy that cannot be read leaves it open, perhaps', () => {
    const broken = networkPolicy('pay/api', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ form: [] }] });
    expect(about(world(broken))).toEqual([expect.stringMatching(/^anyone -> pay\/api any: perhaps anything \[networkPolicy\] \(.*form/)]);
  });
  test('who is on the host network may be on the callee\'s node', () => {
    const agent = workload('legacy/agent', { spec: { hostNetwork: true } });
    expect(about(world(isolated({ podSelector: { matchLabels: { app: 'nobody' } } }), agent)))
      .toContainEqual(expect.stringMatching(/^legacy\/agent -> pay\/api .*: perhaps anything \[networkPolicy\]/));
  });
});

describe('the caller\'s own side', () => {
  test('a Sidecar that does not import the callee is told, but no boundary', () => {
    const narrow = networking('Sidecar', 'shop/web', { egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });
    expect(about(world(strict, onlyWeb, narrow))).toContain(
      'shop/web -> pay/api 8080: GET [mutualTls,authorizationPolicy] (Sidecar shop/web of shop/web does not import it)');
  });
  test('a caller without proxy cannot show the identity that it is asked for', () => {
    const from = [{ source: { principals: ['cluster.local/ns/legacy/sa/batch'] } }];
    const batch = authorization('pay/b', { rules: [{ from, to: [{ operation: { ports: ['8080'] } }] }] });
    expect(about(world(strict, batch))).toContain(
      'legacy/batch -> pay/api 8080: anything [mutualTls,authorizationPolicy] (legacy/batch has no sidecar that would prove its identity)');
  });
});

test('the order of manifests changes nothing', () => {
  const manifests = world(strict, onlyWeb, isolated({ podSelector: {} }), workload('shop/a', { serviceAccount: 'web' }), workload('shop/b'));
  expect(tableOf([...manifests].reverse()).toText()).toBe(tableOf(manifests).toText());
});

test('many callers of one callee are one row for each kind of access', () => {
  const callers = Array.from({ length: 200 }, (_, i) => workload(`shop/w${i}`));
  const rules = callers.map((_, i) => ({
    from: [{ source: { principals: [`cluster.local/ns/shop/sa/w${i}`] } }],
    to: [{ operation: { ports: ['8080'], paths: [i % 2 === 0 ? '/a' : '/b'] } }],
  }));
  const found = about(world(strict, ...callers, authorization('pay/p', { rules }))).filter(row => !row.startsWith('anyone'));
  expect(found.map(row => row.slice(row.indexOf('->')))).toEqual(['/a', '/b'].map(path => `-> pay/api 8080: HTTP ${path} [mutualTls,authorizationPolicy]`));
});
