import { AccessSets } from '../../../src/analysis/access-sets';
import type { Access } from '../../../src/analysis/access-sets';
import type { Point } from '../../../src/analysis/algebra';
import { witness } from '../../../src/analysis/algebra';
import type { MeshModel, Workload } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import type { Json } from '../world';
import { authorization, namespace, networking, peerAuthentication, requestAuthentication, workload, world } from '../world';

interface Mesh {
  readonly model: MeshModel;
  readonly sets: AccessSets;
  readonly web: Workload;
  readonly api: Workload;
}

function mesh(...more: readonly Json[]): Mesh {
  const model = buildModel(world(...more).map(object => ({ object })));
  const find = (at: string): Workload => model.workloads.all.find(one => `${one.namespace}/${one.name}` === at) as Workload;
  return { model, sets: new AccessSets(model), web: find('shop/web'), api: find('pay/api') };
}

function point(values: { readonly [dimension: string]: string | undefined }): Point {
  return new Map(Object.entries(values));
}

const WEB = 'cluster.local/ns/shop/sa/web';
const GET: { readonly [dimension: string]: string | undefined } = { principal: WEB, method: 'GET', path: '/a', host: 'api.pay' };
const strict = peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } });
const allowWeb = authorization('pay/web', { rules: [{ from: [{ source: { principals: [WEB] } }], to: [{ operation: { methods: ['GET'], paths: ['/a*'] } }] }] });

/** What the sets say of a point. */
function says({ sets }: Mesh, access: Access, at: Point): 'must' | 'may' | 'no' {
  const products = sets.space.algebra.sets;
  return products.contains(access.must, at) ? 'must' : products.contains(products.complement(access.may), at) ? 'no' : 'may';
}

describe('the boundary of identities', () => {
  test('without policies everybody may do everything, but with an identity of another trust domain', () => {
    const one = mesh();
    const access = one.sets.identityAccess(one.api, 8080);
    expect(access.must === access.may).toBe(true);
    expect(says(one, access, point({ ...GET, principal: undefined }))).toBe('must');
    expect(says(one, access, point({ ...GET, principal: 'evil.org/ns/shop/sa/web' }))).toBe('no');
  });

  test('STRICT and an ALLOW leave exactly what is allowed', () => {
    const one = mesh(strict, allowWeb);
    const access = one.sets.identityAccess(one.api, 8080);
    const { algebra, principal, method, path } = one.sets.space;
    const present = algebra.optionalStrings.presentIn.bind(algebra.optionalStrings);
    expect(access.must === access.may).toBe(true);
    const wanted = algebra.sets.box([
      { dimension: principal, values: present(algebra.strings.exact(WEB)) },
      { dimension: method, values: present(algebra.strings.exact('GET')) },
      { dimension: path, values: algebra.strings.prefix('/a') },
    ]);
    expect(access.must === wanted).toBe(true);
  });

  test('an excluded port is open to everybody in plaintext', () => {
    const one = mesh(strict, allowWeb, workload('pay/api', { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } }));
    const access = one.sets.identityAccess(one.api, 8080);
    expect(access.may === one.sets.space.anonymous).toBe(true);
    expect(access.must === access.may).toBe(true);
  });

  test('what nobody can tell widens may and narrows must, with a cause', () => {
    const one = mesh(strict, allowWeb, authorization('pay/ask', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{ to: [{ operation: { paths: ['/ab'] } }] }] }));
    const access = one.sets.identityAccess(one.api, 8080);
    expect(says(one, access, point(GET))).toBe('must');
    expect(says(one, access, point({ ...GET, path: '/ab' }))).toBe('may');
    expect(access.causes.join()).toContain('opa');
  });

  test('where injection is not known, only what holds in both cases is certain', () => {
    const model = buildModel([namespace('shop'), workload('shop/web'), workload('pay/api'), strict].map(object => ({ object })));
    const sets = new AccessSets(model);
    const access = sets.identityAccess(model.workloads.in('pay')[0], 8080);
    expect(access.must === sets.space.algebra.sets.none).toBe(true);
    expect(sets.space.algebra.sets.isSubset(sets.space.anonymous, access.may)).toBe(true);
    expect(access.causes.join()).toContain('namespace pay');
  });

  test('tokens: only those that a rule accepts can be asked for', () => {
    const one = mesh(requestAuthentication('pay/r', { jwtRules: [{ issuer: 'iss', audiences: ['web'] }] }),
      authorization('pay/p', { rules: [{ when: [{ key: 'request.auth.claims[groups]', values: ['admin'] }] }] }));
    const access = one.sets.identityAccess(one.api, 8080);
    const token = { ...GET, 'header:authorization': 'Bearer x', 'claim:iss': 'iss', 'claim:aud': 'web\u001f', 'claim:groups': 'dev\u001fadmin\u001f' };
    expect(says(one, access, point(token))).toBe('must');
    expect(says(one, access, point({ ...token, 'claim:aud': 'other\u001f' }))).toBe('no');
    expect(says(one, access, point({ ...token, 'claim:groups': 'administrator\u001f' }))).toBe('no');
    expect(says(one, access, point({ ...token, 'claim:iss': 'other' }))).toBe('no');
  });
});

test('the boundary of the network is in intervals of ports', () => {
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'n', namespace: 'pay' },
    spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }], ports: [{ port: 8080, endPort: 8090 }] }] },
  };
  const one = mesh(policy);
  expect(one.sets.networkAccess(one.web, one.api)).toEqual({ must: [{ first: 8080, last: 8090 }], may: [{ first: 8080, last: 8090 }] });
  expect(one.sets.networkAccess('outside', one.api)).toEqual({ must: [], may: [] });
  expect(one.sets.networkAccess(one.api, one.web).must).toEqual([{ first: 1, last: 65535 }]);
});

test('the scope of a caller is what its proxy knows', () => {
  const one = mesh(networking('Sidecar', 'shop/default', { egress: [{ hosts: ['pay/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }));
  const known = one.sets.sidecarHosts(one.web);
  expect(known.hosts.map(({ host, port }) => `${host}:${port}`)).toEqual(['api.pay.svc.cluster.local:80', 'api.pay.svc.cluster.local:3306']);
  expect(known.outboundMode).toBe('REGISTRY_ONLY');
});

describe('all layers together', () => {
  const only = (hosts: readonly string[]): Json => networking('Sidecar', 'shop/default', { egress: [{ hosts }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } });

  test('what every layer lets through gets through, with the caller\'s own identity', () => {
    const one = mesh(strict, allowWeb, only(['pay/*']));
    const access = one.sets.access(one.web, one.api, 8080);
    const { principal: _principal, ...request } = GET;
    expect(says(one, access, point(request))).toBe('must');
    expect(says(one, access, point({ ...request, host: 'API.pay.svc.cluster.local:80' }))).toBe('must');
    expect(says(one, access, point({ ...request, path: '/b' }))).toBe('no');
    expect(says(one, access, point({ ...request, host: 'elsewhere.org' }))).toBe('may');
    expect(says(one, one.sets.access(one.web, one.api, 8080, { everyHost: true }), point({ ...request, host: 'elsewhere.org' }))).toBe('no');
  });

  test('a Sidecar that does not import the callee lets nothing through', () => {
    const one = mesh(only(['./*']));
    const { may } = one.sets.access(one.web, one.api, 8080, { everyHost: true });
    expect(may === one.sets.space.algebra.sets.none).toBe(true);
  });

  test('routes are taken in order, and what they change is what the callee sees', () => {
    const to = [{ destination: { host: 'api' } }];
    const one = mesh(authorization('pay/p', { rules: [{ to: [{ operation: { paths: ['/new'] } }], when: [{ key: 'request.headers[x-via]', values: ['route'] }] }] }),
      networking('VirtualService', 'pay/api', {
        hosts: ['api'],
        http: [
          { match: [{ uri: { prefix: '/a/closed' } }], redirect: { uri: '/' } },
          { match: [{ uri: { exact: '/old' } }], rewrite: { uri: '/new' }, headers: { request: { set: { 'x-via': 'route' } } }, route: to },
          { route: to },
        ],
      }));
    const access = one.sets.access(one.web, one.api, 8080);
    const request = { method: 'GET', host: 'api.pay' };
    expect(says(one, access, point({ ...request, path: '/old' }))).toBe('must');
    expect(says(one, access, point({ ...request, 'path': '/new', 'header:x-via': 'route' }))).toBe('must');
    expect(says(one, access, point({ ...request, 'path': '/new', 'header:x-via': undefined }))).toBe('no');
    expect(says(one, access, point({ ...request, 'path': '/a/closed', 'header:x-via': 'route' }))).toBe('no');
  });

  test('a difference has a witness', () => {
    const before = mesh(strict, allowWeb);
    const { sets } = before.sets.space.algebra;
    const wider = new AccessSets(mesh(strict, authorization('pay/web', { rules: [{ from: [{ source: { principals: [WEB] } }] }] })).model, before.sets.space);
    const gained = sets.difference(wider.identityAccess(before.api, 8080).may, before.sets.identityAccess(before.api, 8080).may);
    expect(witness(sets, gained)?.get('principal')).toBe(WEB);
  });
});
