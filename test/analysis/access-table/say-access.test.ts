import { AccessSets } from '../../../src/analysis/access-sets';
import { IdentityWords, operationText, sayAccess } from '../../../src/analysis/access-table';
import { buildModel } from '../../../src/analysis/model';
import type { ModelOptions } from '../../../src/analysis/model';
import type { Json } from '../world';
import { authorization, namespace, peerAuthentication, requestAuthentication, service, workload, world } from '../world';

const strict = peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } });
const principal = (name: string, domain = 'cluster.local'): string => `${domain}/ns/${name.replace('/', '/sa/')}`;

/** What identities may do at `pay/api`, in words. */
function said(more: readonly Json[], options: ModelOptions = {}, port = 8080): string[] {
  const model = buildModel(world(...more).map(object => ({ object })), options);
  const sets = new AccessSets(model);
  const { may } = sets.identityAccess(model.workloads.in('pay')[0], port);
  return sayAccess(sets.space, new IdentityWords(sets.space, model), may).flatMap(({ clients, operations }) =>
    operations.map(operation => `${clients.map(({ text }) => text).join(' + ')}: ${operationText(operation)}`)).sort();
}

function allow(...rules: readonly Json[]): Json { return authorization('pay/p', { rules }); }

describe('who', () => {
  test('without policies anyone may do anything', () => {
    expect(said([])).toEqual(['anyone: any HTTP']);
  });
  test('STRICT mutual TLS alone asks for an identity, no matter which', () => {
    expect(said([strict])).toEqual(['any identity: any HTTP']);
  });
  test('mutual TLS that is off proves nobody\'s identity', () => {
    expect(said([peerAuthentication('pay/default', { mtls: { mode: 'DISABLE' } })])).toEqual(['anyone without identity: any HTTP']);
  });
  test('a policy without rules lets nobody in', () => {
    expect(said([strict, authorization('pay/p', {})])).toEqual([]);
  });
  test('identities are named by the workloads that have them, else as service accounts', () => {
    const from = [{ source: { principals: [principal('shop/web'), principal('other/x')] } }];
    expect(said([strict, allow({ from })])).toEqual(['service account other/x + shop/web: any HTTP']);
  });
  test('workloads that share a service account are all named', () => {
    const shared = workload('shop/admin', { serviceAccount: 'web' });
    expect(said([strict, shared, allow({ from: [{ source: { principals: [principal('shop/web')] } }] })])).toEqual(['shop/admin + shop/web: any HTTP']);
  });
  test('a namespace is said once, whichever field names it', () => {
    expect(said([strict, allow({ from: [{ source: { namespaces: ['shop'] } }] })])).toEqual(['any identity of namespace shop: any HTTP']);
    expect(said([strict, allow({ from: [{ source: { principals: ['cluster.local/ns/shop/sa/*'] } }] })])).toEqual(['any identity of namespace shop: any HTTP']);
  });
  test('everybody but some', () => {
    expect(said([strict, allow({ from: [{ source: { notNamespaces: ['shop'] } }] })])).toEqual(['any identity except those of namespace shop: any HTTP']);
    expect(said([strict, allow({ from: [{ source: { notPrincipals: [principal('shop/web')] } }] })])).toEqual(['any identity except shop/web: any HTTP']);
  });
  test('under PERMISSIVE a rule about who is not meant lets in whoever says nothing', () => {
    expect(said([allow({ from: [{ source: { notNamespaces: ['shop'] } }] })]))
      .toEqual(['anyone without identity + any identity except those of namespace shop: any HTTP']);
  });
  test('an identity is meant in every trust domain of the mesh, and one that is not is told', () => {
    const aliases = { meshConfig: { trustDomainAliases: ['old.local'] } };
    expect(said([strict, allow({ from: [{ source: { principals: [principal('shop/web')] } }] })], aliases)).toEqual(['shop/web: any HTTP']);
    expect(said([strict, allow({ from: [{ source: { principals: [principal('shop/web')], trustDomains: ['other'] } }] })], aliases)).toEqual([]);
  });
  test('patterns that no class says are told as they are', () => {
    expect(said([strict, allow({ from: [{ source: { principals: ['*/sa/web'] } }] })])).toEqual(['identities */sa/web: any HTTP']);
    expect(said([strict, allow({ from: [{ source: { principals: ['cluster.local/ns/shop/sa/w*'] } }] })])).toEqual(['identities cluster.local/ns/shop/sa/w*: any HTTP']);
  });
  test('a pattern with an asterisk within is told', () => {
    expect(said([strict, allow({ from: [{ source: { namespaces: ['sh*'] } }] })])).toEqual(['any identity of namespaces sh*: any HTTP']);
  });
  test('a gateway of the platform is called one', () => {
    const from = [{ source: { principals: [principal('istio-system/istio-ingressgateway-service-account')] } }];
    expect(said([strict, allow({ from })])).toEqual(['ingress gateway istio-system/istio-ingressgateway-service-account: any HTTP']);
  });
});

describe('what', () => {
  test('of a port of TCP whatever goes over connections', () => {
    expect(said([strict], {}, 3306)).toEqual(['any identity: anything']);
  });

  const get = (...paths: readonly string[]): Json => ({ operation: { methods: ['GET'], paths } });

  test('methods and paths', () => {
    expect(said([strict, allow({ to: [get('/a/*', '/b')] })])).toEqual(['any identity: GET /a/*, /b']);
  });
  test('several clients with the same access are one row', () => {
    const rule = (name: string): Json => ({ from: [{ source: { principals: [principal(name)] } }], to: [get('/a')] });
    expect(said([strict, allow(rule('shop/web'), rule('legacy/batch'))])).toEqual(['legacy/batch + shop/web: GET /a']);
  });
  test('what everybody may is not said of each', () => {
    expect(said([strict, allow({ to: [get('/health')] }, { from: [{ source: { principals: [principal('shop/web')] } }], to: [get('/a', '/health')] })]))
      .toEqual(['any identity: GET /health', 'shop/web: GET /a, /health']);
  });
  test('of a port that is sniffed, bytes are told apart from HTTP where they differ', () => {
    const ports = [{ name: 'x', port: 80, targetPort: 8080 }];
    const rules = [{ to: [get('/a')] }, { to: [{ operation: { ports: ['8080'] } }], from: [{ source: { principals: [principal('shop/web')] } }] }];
    const sniffed = [namespace('n'), workload('n/s'), service('n/s', ports), authorization('n/p', { rules })];
    const model = buildModel(world(...sniffed).map(object => ({ object })));
    const sets = new AccessSets(model);
    const { may } = sets.identityAccess(model.workloads.in('n')[0], 8080);
    const rows = sayAccess(sets.space, new IdentityWords(sets.space, model), may);
    expect(rows.map(({ clients, operations }) => [clients.map(({ text }) => text), operations.map(operationText)]))
      .toEqual([[['shop/web'], ['any HTTP', 'TCP']], [['anyone'], ['GET /a']]]);
  });
  test('hosts, headers, claims and addresses', () => {
    expect(said([strict, requestAuthentication('pay/r', { jwtRules: [{ issuer: 'iss' }] }), allow({
      from: [{ source: { ipBlocks: ['10.0.0.0/8'], requestPrincipals: ['iss/*'] } }],
      to: [{ operation: { hosts: ['*.example.com'] } }],
      when: [{ key: 'request.headers[x-a]', values: ['b*'] }, { key: 'request.auth.claims[groups]', values: ['admin', 'dev'] }],
    })])).toEqual(['any identity: any HTTP, host *.example.com (in any case), source 10.0.0.0/8, '
      + 'claim groups has admin, dev, claim iss iss, claim sub *, header x-a b*']);
  });
  test('everything but some paths', () => {
    expect(said([strict, allow({ to: [{ operation: { notPaths: ['/admin*'] } }] })])).toEqual(['any identity: HTTP any path except /admin*']);
  });
});
