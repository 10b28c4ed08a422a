import { ask, authorization, layer, networking, peerAuthentication, service, TCP, verdict, workload, world } from '../world';
import type { Json, Question } from '../world';

const host = 'api.pay.svc.cluster.local';
const to = (subset?: string, more: Json = {}): Json => ({ destination: { host, ...subset === undefined ? {} : { subset }, ...more } });
const route = (...http: Json[]): Json => networking('VirtualService', 'pay/r', { hosts: [host], http });
const bytes = (spec: Json, more: Json = {}): Json => networking('VirtualService', 'pay/r', { hosts: [host], ...spec, ...more });
const sql = { host, port: { number: 3306 } };
const elsewhere = { route: [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 80 } } }] };
const sidecar = (spec: Json, at = 'shop/s'): Json => networking('Sidecar', at, spec);
const REGISTRY = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
const entry = (at: string, hosts: readonly string[], port: Json, more: Json = {}): Json => networking('ServiceEntry', at, { hosts, ports: [port], location: 'MESH_EXTERNAL', resolution: 'DNS', ...more });
const routed = (manifests: readonly Json[], question: Question = {}): any => ask(world(...manifests), question).layers.find(one => one.layer === 'routing');

describe('what a rule does', () => {
  test.each<[string, Json, string]>([
    ['redirects with its code', { redirect: { uri: '/x', redirectCode: 308 } }, '308'], ['redirects', { redirect: { uri: '/x' } }, '301'], ['answers', { directResponse: { status: 418 } }, '418'],
    ['aborts with a status', { fault: { abort: { httpStatus: 555, percentage: { value: 100 } } }, route: [to()] }, '555'],
    ['aborts without a status of HTTP', { fault: { abort: { grpcStatus: 'INTERNAL', percentage: { value: 100 } } }, route: [to()] }, '503'],
  ])('%s', (_, rule, sees) => expect(ask(world(route(rule)))).toMatchObject({ verdict: 'DENY', layer: 'routing', sees, object: { name: 'r' }, rule: 'http[0]' }));

  test('of several is told with its path and its object', () => {
    expect(routed([route({ match: [{ uri: { exact: '/x' } }], route: [to()] }, { route: [to()] })])).toMatchObject({ verdict: 'ALLOW', object: { name: 'r' }, rule: 'http[1]' });
    expect(routed([])).not.toHaveProperty('object');
  });
  test('without destination leads nowhere', () => expect(routed([route({ route: [] })])).toMatchObject({ verdict: 'DENY', sees: '503' }));
  test('leads to others, which it names', () => {
    const decision = routed([route({ route: [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 80 } }, weight: 1 }, { destination: { host: 'batch.legacy.svc.cluster.local', port: { number: 80 }, subset: 'v1' }, weight: 1 }] }), networking('DestinationRule', 'legacy/d', { host: 'batch', subsets: [{ name: 'v1' }] })]);
    expect(decision).toMatchObject({ verdict: 'DENY' });
    expect(decision.reason).toContain('to web.shop.svc.cluster.local, batch.legacy.svc.cluster.local (v1), which');
    expect(decision).not.toHaveProperty('sees');
  });
  test('leads to the Service\'s one port, or to the one of the listener', () => {
    const one = [service('pay/one', [{ name: 'http', port: 9999, targetPort: 8080 }], { selector: { app: 'api' } })];
    expect(verdict(world(...one, route({ route: [{ destination: { host: 'one' } }] })), { host })).toBe('ALLOW');
    const two = [service('pay/one', [{ name: 'http', port: 9999, targetPort: 8080 }, { name: 'http-2', port: 80, targetPort: 7 }], { selector: { app: 'api' } })];
    expect(verdict(world(...two, route({ route: [{ destination: { host: 'one' } }] })), { host })).toBe('DENY');
    expect(verdict(world(...two, route({ route: [{ destination: { host: 'one', port: { number: 9999 } } }] })), { host })).toBe('ALLOW');
  });
  test('leads to a subset whose rule cannot be read: unknown', () => {
    const broken = networking('DestinationRule', 'pay/d', { host, subsets: 'x' });
    expect(verdict(world(broken, route({ route: [to('v1')] })))).toBe('UNKNOWN');
  });
  test('that no rule takes is refused with the VirtualService\'s name', () => {
    expect(ask(world(route({ match: [{ uri: { exact: '/x' } }], route: [to()] })))).toMatchObject({ verdict: 'DENY', sees: '404', object: { name: 'r' } });
  });
  test('of a VirtualService that cannot be read is unknown, also where it has none for the caller', () => {
    expect(verdict(world(networking('VirtualService', 'pay/r', { hosts: [host], http: [{ match: [{ port: 81 }], route: 'x' }] })))).toBe('UNKNOWN');
  });
  test('of a delegate that delegates again cannot be followed', () => {
    const delegate = networking('VirtualService', 'pay/d', { http: [{ delegate: { name: 'e' } }] });
    expect(verdict(world(networking('VirtualService', 'pay/r', { hosts: [host], http: [{ delegate: { name: 'd' } }] }), delegate))).toBe('UNKNOWN');
  });
  test('of a VirtualService without HTTP is no rule for HTTP', () => {
    expect(verdict(world(networking('VirtualService', 'pay/a', { hosts: [host], tcp: [elsewhere] })))).toBe('ALLOW');
    expect(verdict(world(networking('VirtualService', 'pay/a', { hosts: [host], tcp: [elsewhere] }), route({ directResponse: { status: 200 } })))).toBe('DENY');
  });
});

describe('bytes', () => {
  test.each<[string, Json, string]>([
    ['to the callee', bytes({ tcp: [{ route: [{ destination: sql }] }] }), 'ALLOW'], ['elsewhere', bytes({ tcp: [elsewhere] }), 'DENY'],
    ['by the first rule for the port', bytes({ tcp: [{ match: [{ port: 1 }], route: [{ destination: sql }] }, elsewhere] }), 'DENY'],
    ['by a rule for the port', bytes({ tcp: [{ match: [{ port: 3306 }], ...elsewhere }] }), 'DENY'],
    ['by a rule for another port', bytes({ tcp: [{ match: [{ port: 1 }], ...elsewhere }] }), 'ALLOW'],
    ['by one of several matches', bytes({ tcp: [{ match: [{ port: 1 }, { port: 3306 }], ...elsewhere }] }), 'DENY'],
    ['by a rule for the mesh', bytes({ tcp: [{ match: [{ gateways: ['mesh'] }], ...elsewhere }] }), 'DENY'],
    ['by a rule for a gateway', bytes({ tcp: [{ match: [{ gateways: ['pay/g'] }], ...elsewhere }] }, { gateways: ['mesh', 'pay/g'] }), 'ALLOW'],
    ['by a rule for the caller\'s namespace', bytes({ tcp: [{ match: [{ sourceNamespace: 'shop' }], ...elsewhere }] }), 'DENY'],
    ['by a rule for another namespace', bytes({ tcp: [{ match: [{ sourceNamespace: 'pay' }], ...elsewhere }] }), 'ALLOW'],
    ['by a rule for the caller\'s labels', bytes({ tcp: [{ match: [{ sourceLabels: { app: 'web' } }], ...elsewhere }] }), 'DENY'],
    ['by a rule for some addresses', bytes({ tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/8'] }], ...elsewhere }] }), 'UNKNOWN'],
    ['by a rule for some addresses, or all', bytes({ tcp: [{ match: [{ destinationSubnets: ['10.0.0.0/8'] }, { port: 3306 }], ...elsewhere }] }), 'DENY'],
    ['of a VirtualService for another host', bytes({ tcp: [elsewhere], hosts: ['web.shop.svc.cluster.local'] }), 'ALLOW'],
    ['of a VirtualService for one of its hosts', bytes({ tcp: [elsewhere], hosts: ['web.shop.svc.cluster.local', host] }), 'DENY'],
    ['of a VirtualService for a gateway', bytes({ tcp: [elsewhere], gateways: ['pay/g'] }), 'ALLOW'],
    ['of a VirtualService that cannot be read', bytes({ tcp: [{ match: 'x', ...elsewhere }] }), 'UNKNOWN'],
    ['of a VirtualService whose HTTP cannot be read', bytes({ http: 'x' }), 'ALLOW'],
  ])('%s', (_, manifest, expected) => expect(verdict(world(manifest), TCP)).toBe(expected));

  test('on a port for HTTP are refused by the caller\'s proxy', () => {
    expect(ask(world(), { method: null })).toMatchObject({ verdict: 'DENY', layer: 'routing', sees: 'reset', object: { kind: 'Service' } });
  });
  test('on a port that is looked into go by rules for TCP, HTTP there by rules for HTTP', () => {
    const sniffed = service('pay/api', [{ name: 'x', port: 80, targetPort: 8080 }]);
    const manifests = (more: Json): Json[] => [...world().filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'api'), sniffed, more];
    expect(verdict(manifests(bytes({ tcp: [elsewhere] })), { method: null })).toBe('DENY');
    expect(verdict(manifests(bytes({ tcp: [elsewhere] })))).toBe('ALLOW');
    expect(verdict(manifests(route({ directResponse: { status: 200 } })))).toBe('DENY');
    expect(verdict(manifests(route({ directResponse: { status: 200 } })), { method: null })).toBe('ALLOW');
  });
  test('that are HTTP go by rules for TCP where the port is for TCP, and keep what they are', () => {
    const tcp = service('pay/api', [{ name: 'tcp', port: 80, targetPort: 8080 }]);
    const manifests = (...more: Json[]): Json[] => [...world().filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'api'), tcp, ...more];
    const paths = authorization('pay/p', { rules: [{ to: [{ operation: { paths: ['/a'] } }] }] });
    expect(verdict(manifests(bytes({ tcp: [elsewhere] })))).toBe('DENY');
    expect(verdict(manifests(route({ directResponse: { status: 200 } })))).toBe('ALLOW');
    expect(verdict(manifests(paths), { path: '/a' })).toBe('DENY');
  });
});

describe('what the proxy does not know', () => {
  const none = sidecar({ egress: [{ hosts: ['./*'] }] });
  const nothing = (more: Json = {}): Json => sidecar({ egress: [{ hosts: ['./*'] }], ...REGISTRY, ...more });

  test('is dropped by the Sidecar that says so, which is named', () => {
    const web80 = service('shop/web', [{ name: 'tcp', port: 80 }]);
    const without = world(nothing()).filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'web');
    expect(ask([...without, web80])).toMatchObject({ verdict: 'DENY', layer: 'sidecar', sees: 'reset', object: { name: 's' }, rule: 'outboundTrafficPolicy' });
    expect(ask(world(nothing()))).toMatchObject({ verdict: 'DENY', layer: 'sidecar', sees: '502' });
    expect(ask(world(nothing()), TCP)).toMatchObject({ verdict: 'DENY', layer: 'sidecar', sees: 'reset' });
  });
  test('is dropped by the mesh, with the Sidecar that does not import it', () => {
    const decision = ask(world(none), {}, { meshConfig: { outboundMode: 'REGISTRY_ONLY' } });
    expect(decision).toMatchObject({ verdict: 'DENY', layer: 'sidecar', object: { name: 's' } });
    expect(decision).not.toHaveProperty('rule');
  });
  test('is passed through in plaintext, and who refuses it answers as the proxy would', () => {
    const strict = peerAuthentication('pay/d', { mtls: { mode: 'STRICT' } });
    expect(ask(world(none, strict))).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: '503' });
    expect(ask(world(none, strict), TCP)).toMatchObject({ verdict: 'DENY', layer: 'mutualTls', sees: 'reset' });
    const decision = ask(world(none));
    expect([layer(decision, 'sidecar'), layer(decision, 'routing'), decision.verdict]).toEqual(['ALLOW', 'ALLOW', 'ALLOW']);
    expect(decision.layers.find(one => one.layer === 'sidecar')).not.toHaveProperty('object');
    const said = ask(world(sidecar({ egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'ALLOW_ANY' } }))).layers.find(one => one.layer === 'sidecar');
    expect(said).toMatchObject({ object: { name: 's' }, rule: 'outboundTrafficPolicy' });
  });
  test('may go to an egress proxy, which is not modelled', () => {
    const proxy = sidecar({ egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'x' } } });
    expect(ask(world(proxy)).layers.find(one => one.layer === 'sidecar')).toMatchObject({ verdict: 'UNKNOWN', rule: 'outboundTrafficPolicy.egressProxy' });
  });
  test('may meet a listener of others on the same port', () => {
    const bytes80: Question = { port: 9000, method: null };
    const at = (port: Json, more: Json = {}): string => verdict(world(none, entry('shop/e', ['x.org'], port, more)), bytes80);
    expect(at({ number: 9000, name: 'tcp', protocol: 'TCP' })).toBe('UNKNOWN');
    expect(at({ number: 9001, name: 'tcp', protocol: 'TCP' })).toBe('ALLOW');
    expect(at({ number: 9000, name: 'http', protocol: 'HTTP' })).toBe('UNKNOWN');
    expect(at({ number: 9001, name: 'http', protocol: 'HTTP' })).toBe('ALLOW');
    expect(at({ number: 9000, name: 'tcp', protocol: 'TCP' }, { addresses: ['10.0.0.1'] })).toBe('ALLOW');
    expect(verdict(world(none, entry('legacy/e', ['x.org'], { number: 9000, name: 'tcp', protocol: 'TCP' })), bytes80)).toBe('ALLOW');
    expect(verdict(world(none, entry('shop/e', ['x.org'], { number: 9000, name: 'http', protocol: 'HTTP' })), { port: 9000 })).toBe('ALLOW');
  });
});

describe('an imported Service', () => {
  test('is named by the Sidecar and its listener', () => {
    expect(ask(world(sidecar({ egress: [{ hosts: ['./*'] }, { hosts: ['pay/*'] }] }))).layers.find(one => one.layer === 'sidecar')).toMatchObject({ verdict: 'ALLOW', object: { name: 's' }, rule: 'egress[1]' });
    const all = ask(world(sidecar(REGISTRY))).layers.find(one => one.layer === 'sidecar');
    expect(all).toMatchObject({ verdict: 'ALLOW', object: { name: 's' } });
    expect(all).not.toHaveProperty('rule');
    expect(ask(world()).layers.find(one => one.layer === 'sidecar')).not.toHaveProperty('object');
  });
});

describe('a host that the proxy has no Service for', () => {
  const none = sidecar({ egress: [{ hosts: ['./*'] }, { hosts: ['pay/foreign.org'] }] });
  const speaks = (rule: Json, more: Json = {}): Json => networking('VirtualService', 'pay/f', { hosts: ['foreign.org'], http: [rule], ...more });
  const foreign = (...more: Json[]): any => ask(world(none, ...more), { host: 'foreign.org' });

  test('goes by the VirtualService that speaks for it', () => {
    expect(foreign(speaks({ directResponse: { status: 204 } }))).toMatchObject({ verdict: 'DENY', layer: 'routing', sees: '204' });
    expect(foreign(speaks({ route: [to()] }))).toMatchObject({ verdict: 'ALLOW' });
    expect(foreign(speaks({ route: [to()] })).layers.find((one: any) => one.layer === 'sidecar')).toMatchObject({ verdict: 'ALLOW', object: { name: 'f' } });
  });
  test('goes on where that has nothing for the caller, or only bytes', () => {
    expect(foreign(speaks({ match: [{ sourceNamespace: 'x' }], directResponse: { status: 204 } })).layers.some((one: any) => one.object?.name === 'f')).toBe(false);
    expect(foreign(networking('VirtualService', 'pay/f', { hosts: ['foreign.org'], tcp: [elsewhere] })).layers.some((one: any) => one.object?.name === 'f')).toBe(false);
  });
  test('is not known where that cannot be read, or has it by a wildcard', () => {
    expect(foreign(speaks({ route: 'x' })).verdict).toBe('UNKNOWN');
    expect(ask(world(sidecar({ egress: [{ hosts: ['./*', 'pay/*.org'] }] }), speaks({ route: [to()] }, { hosts: ['*.org'] })), { host: 'foreign.org' }).verdict).toBe('UNKNOWN');
  });
  test('is asked for on port 80, and on ports that a Service of its hosts has', () => {
    const other = service('pay/api', [{ name: 'http', port: 81, targetPort: 8080 }]);
    const web81 = service('shop/web', [{ name: 'http', port: 81, targetPort: 8080 }]);
    const base = world(none, speaks({ directResponse: { status: 204 } })).filter(({ kind, metadata }) => kind !== 'Service' || metadata.namespace === 'legacy');
    expect(ask([...base, other, web81], { host: 'foreign.org' }).sees).not.toBe('204');
    const both = world(none, speaks({ directResponse: { status: 204 } }, { hosts: ['foreign.org', 'web.shop.svc.cluster.local'] })).filter(({ kind, metadata }) => kind !== 'Service' || metadata.namespace === 'legacy');
    expect(ask([...both, other, web81], { host: 'foreign.org' }).sees).toBe('204');
    expect(ask([...both, other], { host: 'foreign.org' }).sees).not.toBe('204');
  });
});

describe('routes of the Gateway API', () => {
  const apiRoute = (parent: Json, at = 'pay'): Json => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'r', namespace: at }, spec: { parentRefs: [parent] } });
  test.each<[string, Json, string]>([
    ['of the Service', apiRoute({ group: '', kind: 'Service', name: 'api' }), 'UNKNOWN'], ['of another Service', apiRoute({ group: '', kind: 'Service', name: 'db' }), 'ALLOW'],
    ['of a Service of that name elsewhere', apiRoute({ group: '', kind: 'Service', name: 'api' }, 'shop'), 'ALLOW'], ['of the Service, from elsewhere', apiRoute({ group: '', kind: 'Service', name: 'api', namespace: 'pay' }, 'shop'), 'UNKNOWN'],
    ['of a gateway of that name', apiRoute({ name: 'api' }), 'ALLOW'],
  ])('%s', (_, manifest, expected) => expect(verdict(world(manifest))).toBe(expected));
  test('of which one parent is the Service', () => {
    expect(verdict(world({ ...apiRoute({}), spec: { parentRefs: [{ name: 'gw' }, { group: '', kind: 'Service', name: 'api' }] } }))).toBe('UNKNOWN');
  });
});

test('a subset that the callee is not of is another pod', () => {
  const subsets = networking('DestinationRule', 'pay/d', { host, subsets: [{ name: 'v1', labels: { version: 'v1' } }, { name: 'all' }] });
  expect(verdict(world(subsets, workload('pay/api2', { labels: { app: 'api', version: 'v1' } }), route({ route: [to('v1')] })))).toBe('DENY');
  expect(verdict(world(subsets, route({ route: [to('all')] })))).toBe('ALLOW');
});

describe('TLS that the application speaks itself', () => {
  const secure = service('pay/api', [{ name: 'https', port: 443, targetPort: 8443 }]);
  const at = (...more: readonly Json[]): string => verdict([...world().filter(({ kind, metadata }) => kind !== 'Service' || metadata.name !== 'api'), secure, ...more], { port: 8443, method: null });
  const tls = (match: readonly Json[], destinations: readonly Json[]): Json => ({ match, route: destinations });
  const us = [{ destination: { host, port: { number: 443 } } }];
  const them = [{ destination: { host: 'web.shop.svc.cluster.local', port: { number: 80 } } }];
  const named = (name: string, more: Json = {}): Json => ({ sniHosts: [name], ...more });

  test.each<[string, readonly Json[], string]>([
    ['goes to the Service without routes', [], 'ALLOW'],
    ['goes where a route for its name leads', [bytes({ tls: [tls([named(host)], us)] })], 'ALLOW'],
    ['goes elsewhere where a route for its name does', [bytes({ tls: [tls([named(host)], them)] })], 'DENY'],
    ['goes by a route for a wildcard of its name', [bytes({ tls: [tls([named('*.pay.svc.cluster.local')], them)] })], 'DENY'],
    ['goes by one of several names', [bytes({ tls: [tls([named('x.org'), named(host)], them)] })], 'DENY'],
    ['by another name is not modelled', [bytes({ tls: [tls([named('x.org')], us)] })], 'UNKNOWN'],
    ['may have another name, where its own leads elsewhere', [bytes({ tls: [tls([named(host)], them), tls([named('x.org')], us)] })], 'UNKNOWN'],
    ['goes by its name among others', [bytes({ tls: [tls([named('x.org')], them), tls([named(host)], us)] })], 'ALLOW'],
    ['for some addresses is not modelled', [bytes({ tls: [tls([named(host, { destinationSubnets: ['10.0.0.0/8'] })], us)] })], 'UNKNOWN'],
    ['for another port says nothing', [bytes({ tls: [tls([named(host, { port: 1 })], them)] })], 'ALLOW'],
    ['for a gateway says nothing', [bytes({ tls: [tls([named(host, { gateways: ['pay/g'] })], them)] })], 'ALLOW'],
    ['is not routed by rules for bytes', [bytes({ tcp: [elsewhere] })], 'ALLOW'],
    ['of a VirtualService that cannot be read is unknown', [bytes({ tls: [tls([{ sniHosts: 'x' }], us)] })], 'UNKNOWN'],
  ])('%s', (_, more, expected) => expect(at(...more)).toBe(expected));
});
