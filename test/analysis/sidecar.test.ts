import { ask, authorization, namespace, networking, peerAuthentication, service, TCP, verdict, workload, world } from './world';
import type { Json } from './world';

const only = (hosts: readonly string[], rest: Json = {}): Json => ({ egress: [{ hosts }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, ...rest });
const sidecar = (at: string, spec: Json): Json => networking('Sidecar', at, spec);
const app = (name: string): Json => ({ workloadSelector: { labels: { app: name } } });
/** Whether `shop/web` may call `pay/api` with these Sidecars. */
const reaches = (...manifests: Json[]): string => verdict(world(...manifests));

describe('what is imported', () => {
  test.each<[string, string[], string]>([
    ['namespace and host', ['pay/api.pay.svc.cluster.local'], 'ALLOW'],
    ['every host of the namespace', ['pay/*'], 'ALLOW'],
    ['every namespace', ['*/*'], 'ALLOW'],
    ['the host in every namespace', ['*/api.pay.svc.cluster.local'], 'ALLOW'],
    ['a wildcard of the namespace', ['pay/*.pay.svc.cluster.local'], 'ALLOW'],
    ['another namespace', ['shop/api.pay.svc.cluster.local'], 'DENY'],
    ['. is the caller\'s namespace, not the callee\'s', ['./api.pay.svc.cluster.local'], 'DENY'],
    ['./*', ['./*'], 'DENY'],
    ['~/* imports nothing', ['~/*'], 'DENY'],
    ['a short name imports nothing', ['pay/api'], 'DENY'],
    ['a half-short name imports nothing', ['pay/api.pay'], 'DENY'],
    ['one of several', ['./*', 'pay/*'], 'ALLOW'],
  ])('%s: %j', (_, hosts, expected) => expect(reaches(sidecar('shop/s', only(hosts)))).toBe(expected));

  test('a listener with a port imports that port of the Service only', () => {
    const spec = (number: number): Json => only([], { egress: [{ port: { number, protocol: 'HTTP', name: 'x' }, hosts: ['pay/*'] }] });
    expect(reaches(sidecar('shop/s', spec(80)))).toBe('ALLOW');
    expect(reaches(sidecar('shop/s', spec(81)))).toBe('DENY');
    expect(reaches(sidecar('shop/s', spec(8080)))).toBe('DENY');
    expect(verdict(world(sidecar('shop/s', spec(80))), TCP)).toBe('DENY');
  });
  test('a Sidecar without egress imports everything', () => {
    expect(reaches(sidecar('shop/s', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }))).toBe('ALLOW');
    expect(reaches(sidecar('shop/s', { egress: [], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }))).toBe('ALLOW');
  });
  test('a Service that is not exported is not there', () => {
    const hidden = service('pay/api', undefined, {}, { 'networking.istio.io/exportTo': '.' });
    expect(reaches(sidecar('shop/s', only(['*/*'])), hidden)).toBe('DENY');
    expect(reaches(sidecar('shop/s', only(['*/*'])), service('pay/api', undefined, {}, { 'networking.istio.io/exportTo': '., shop' }))).toBe('ALLOW');
    expect(reaches(sidecar('shop/s', only(['*/*'])), service('pay/api', undefined, {}, { 'networking.istio.io/exportTo': '~' }))).toBe('DENY');
  });
});

describe('which Sidecar applies', () => {
  const none = only(['~/*']);
  const all = only(['*/*']);
  test.each<[string, Json[], string]>([
    ['one of the namespace', [sidecar('shop/s', none)], 'DENY'],
    ['one for the caller', [sidecar('shop/s', { ...none, ...app('web') })], 'DENY'],
    ['one for others', [sidecar('shop/s', { ...none, ...app('other') })], 'ALLOW'],
    ['one of another namespace', [sidecar('pay/s', none)], 'ALLOW'],
    ['the root namespace\'s', [sidecar('istio-system/s', none)], 'DENY'],
    ['a selector in the root namespace is for nobody elsewhere', [sidecar('istio-system/s', { ...none, ...app('web') })], 'ALLOW'],
    ['the namespace\'s wins over the root\'s', [sidecar('istio-system/s', none), sidecar('shop/s', all)], 'ALLOW'],
    ['the workload\'s wins over the namespace\'s', [sidecar('shop/a', none), sidecar('shop/b', { ...all, ...app('web') })], 'ALLOW'],
    ['nothing is merged', [sidecar('shop/a', all), sidecar('shop/b', { ...none, ...app('web') })], 'DENY'],
    ['of two for the workload the first by name', [sidecar('shop/a', { ...none, ...app('web') }), sidecar('shop/b', { ...all, ...app('web') })], 'DENY'],
    ['workloadSelector: {} is a selector that matches all', [sidecar('shop/a', none), sidecar('shop/b', { ...all, workloadSelector: {} })], 'ALLOW'],
  ])('%s', (_, manifests, expected) => expect(reaches(...manifests)).toBe(expected));

  test('. in the root\'s Sidecar is the namespace that it applies to', () => {
    const manifests = world(sidecar('istio-system/s', only(['./*'])), workload('shop/db'), service('shop/db'));
    expect(verdict(manifests, { to: 'shop/db' })).toBe('ALLOW');
    expect(verdict(manifests)).toBe('DENY');
  });
  test.each<[string, Json]>([
    ['that is not redirected to', { captureMode: 'NONE', port: { number: 80, protocol: 'HTTP', name: 'h' } }],
    ['with an address of its own', { bind: '127.0.0.1', port: { number: 80, protocol: 'HTTP', name: 'h' } }],
    ['for programs that ask for a proxy', { port: { number: 3128, protocol: 'HTTP_PROXY', name: 'p' } }],
  ])('a listener %s is not modelled', (_, listener) => {
    expect(reaches(sidecar('shop/s', only([], { egress: [{ hosts: ['*/*'], ...listener }] })))).toBe('UNKNOWN');
  });
  test('a Sidecar that cannot be read is unknown', () => expect(reaches(sidecar('shop/s', { egress: 'all' }))).toBe('UNKNOWN'));
});

describe('what is not imported', () => {
  const listOnly = sidecar('shop/s', { egress: [{ hosts: ['./*'] }] });
  test('a list without outboundTrafficPolicy bounds nothing: ALLOW_ANY passes it through', () => {
    expect(reaches(listOnly)).toBe('ALLOW');
  });
  test('but in plaintext, so STRICT refuses it', () => {
    expect(ask(world(listOnly, peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } })))).toMatchObject({ verdict: 'DENY', layer: 'mutualTls' });
  });
  test('and without identity', () => {
    expect(reaches(listOnly, authorization('pay/p', { rules: [{ from: [{ source: { principals: ['*'] } }] }] }))).toBe('DENY');
  });
  test('the mesh may drop it', () => {
    expect(verdict(world(listOnly), {}, { meshConfig: { outboundMode: 'REGISTRY_ONLY' } })).toBe('DENY');
  });
  test('the Sidecar wins over the mesh', () => {
    const open = sidecar('shop/s', { egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'ALLOW_ANY' } });
    expect(verdict(world(open), {}, { meshConfig: { outboundMode: 'REGISTRY_ONLY' } })).toBe('ALLOW');
  });
  test('outboundTrafficPolicy: {} is REGISTRY_ONLY', () => {
    expect(reaches(sidecar('shop/s', { egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: {} }))).toBe('DENY');
  });
  test('the caller sees 502 where another Service keeps a listener on the port, else a reset', () => {
    expect(ask(world(sidecar('shop/s', only(['./*'])))).sees).toBe('502');
    expect(ask(world(sidecar('shop/s', only(['~/*'])))).sees).toBe('reset');
    expect(ask(world(sidecar('shop/s', only(['./*']))), TCP).sees).toBe('reset');
  });
  test('the Sidecar is no boundary', () => {
    const decision = ask(world(sidecar('shop/s', only(['~/*']))));
    expect(decision).toMatchObject({ verdict: 'DENY', layer: 'sidecar', object: { kind: 'Sidecar', name: 's' } });
    expect(decision.layers.find(layer => layer.layer === 'sidecar')?.boundary).toBe(false);
  });
  test('the other layers are asked as if the Sidecar were not there', () => {
    const open = ask(world(sidecar('shop/s', only(['~/*']))));
    expect(open.layers.find(layer => layer.layer === 'authorizationPolicy')?.verdict).toBe('ALLOW');
    const closed = ask(world(sidecar('shop/s', only(['~/*'])), authorization('pay/p', {})));
    expect(closed.layers.find(layer => layer.layer === 'authorizationPolicy')?.verdict).toBe('DENY');
  });
  test('a caller without proxy does not care', () => {
    expect(verdict(world(sidecar('istio-system/s', only(['~/*']))), { from: 'legacy/batch' })).toBe('ALLOW');
  });
  test('a port that no Service has is never imported', () => {
    expect(verdict(world(), { port: 9999 })).toBe('ALLOW');
    expect(verdict(world(sidecar('shop/s', only(['*/*']))), { port: 9999 })).toBe('DENY');
  });
  test('a ServiceEntry for bytes without address may take what goes to its port', () => {
    const entry = networking('ServiceEntry', 'shop/sql', {
      hosts: ['sql.example.com'], resolution: 'DNS', ports: [{ number: 3306, name: 'tcp', protocol: 'TCP' }],
    });
    const hidden = service('pay/api', undefined, {}, { 'networking.istio.io/exportTo': '.' });
    expect(verdict(world(hidden), TCP)).toBe('ALLOW');
    expect(verdict(world(hidden, entry), TCP)).toBe('UNKNOWN');
    expect(verdict(world(entry), TCP)).toBe('ALLOW');
  });
  test('an egress proxy is not modelled', () => {
    expect(reaches(sidecar('shop/s', { egress: [{ hosts: ['./*'] }], outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'x' } } }))).toBe('UNKNOWN');
  });
});

describe('what an imported VirtualService leads to', () => {
  const front = [service('shop/front', [{ name: 'http', port: 80, targetPort: 8080 }])];
  const FRONT = { host: 'front.shop.svc.cluster.local' };
  const leads = (at: string, rest: Json = {}): Json => networking('VirtualService', at, {
    hosts: [FRONT.host], http: [{ route: [{ destination: { host: 'api.pay.svc.cluster.local', port: { number: 80 } } }] }], ...rest,
  });
  const local = sidecar('shop/s', only(['./*']));
  test('is reached by the VirtualService\'s host', () => expect(verdict(world(...front, local, leads('shop/v')), FRONT)).toBe('ALLOW'));
  test('is not reached by its own host: it comes without a listener', () => {
    expect(ask(world(...front, local, leads('shop/v')))).toMatchObject({ verdict: 'DENY', layer: 'sidecar', sees: '502' });
    expect(verdict(world(...front, local, leads('shop/v')), TCP)).toBe('DENY');
  });
  test('does not matter if the VirtualService is for gateways only', () => {
    const manifests = world(...front, local, leads('shop/v', { gateways: ['istio-system/public'] }));
    expect(verdict(manifests)).toBe('DENY');
    expect(verdict(manifests, FRONT)).toBe('DENY');
  });
  test('does not matter if the VirtualService is not imported: its own namespace counts, not its host\'s', () => {
    expect(verdict(world(...front, local, leads('pay/v')), FRONT)).toBe('DENY');
  });
  test('does not matter if the VirtualService is not exported', () => {
    const manifests = world(...front, sidecar('shop/s', only(['./*', 'legacy/*'])), leads('legacy/v', { exportTo: ['.'] }));
    expect(verdict(manifests, FRONT)).toBe('DENY');
  });
  test('is not for callers of another namespace', () => {
    const elsewhere = { http: [{ match: [{ sourceNamespace: 'legacy' }], route: [{ destination: { host: 'api.pay.svc.cluster.local' } }] }] };
    expect(verdict(world(...front, local, leads('shop/v', elsewhere)), FRONT)).toBe('DENY');
  });
});

describe('a listener for a port beside one for the rest', () => {
  const beside = (number: number, hosts: string[]): Json => sidecar('shop/s', only([], {
    egress: [{ port: { number, protocol: 'HTTP', name: 'x' }, hosts }, { hosts: ['*/*'] }],
  }));
  test('has all HTTP of its port: what only the other one imports is not found', () => {
    expect(reaches(beside(80, ['./*']))).toBe('DENY');
    expect(reaches(beside(80, ['pay/*']))).toBe('ALLOW');
    expect(reaches(beside(81, ['./*']))).toBe('ALLOW');
  });
  test('imports what a VirtualService leads to on its own port only', () => {
    const api = 'api.pay.svc.cluster.local';
    const ports = service('pay/api', [{ name: 'http', port: 80, targetPort: 8081 }, { name: 'http-other', port: 81, targetPort: 8080 }]);
    const elsewhere = networking('VirtualService', 'pay/v', { hosts: [api], http: [{ route: [{ destination: { host: api, port: { number: 81 } } }] }] });
    const question = { host: `${api}:80` };
    expect(verdict(world(ports, elsewhere), question)).toBe('ALLOW');
    const listener = sidecar('shop/s', only([], { egress: [{ port: { number: 80, protocol: 'HTTP', name: 'x' }, hosts: ['pay/*'] }] }));
    expect(ask(world(ports, elsewhere, listener), question)).toMatchObject({ verdict: 'DENY', layer: 'routing', sees: '503' });
    expect(verdict(world(ports, elsewhere, beside(80, ['pay/*'])), question)).toBe('ALLOW');
  });
  test('leaves bytes alone: Services do not share a listener for them', () => {
    expect(verdict(world(beside(3306, ['./*'])), TCP)).toBe('ALLOW');
  });
});

describe('a VirtualService for a host that no Service has', () => {
  const speaks = (route: Json, hosts = ['shop.example.com']): Json => networking('VirtualService', 'shop/v', { hosts, http: [route] });
  const EXAMPLE = { host: 'shop.example.com' };
  const toApi = { route: [{ destination: { host: 'api.pay.svc.cluster.local', port: { number: 80 } } }] };
  test('takes the requests for it on port 80, wherever they go', () => {
    expect(ask(world(speaks({ directResponse: { status: 410 } })), EXAMPLE)).toMatchObject({ verdict: 'DENY', sees: '410' });
    expect(verdict(world(speaks(toApi), sidecar('shop/s', only(['./*', 'shop/shop.example.com']))), EXAMPLE)).toBe('ALLOW');
  });
  test('does not take them where nothing is imported that listens on port 80', () => {
    expect(verdict(world(speaks(toApi), sidecar('shop/s', only(['shop/shop.example.com']))), EXAMPLE)).toBe('DENY');
  });
  test('is not known to take them if its host is a wildcard', () => {
    expect(verdict(world(speaks({ directResponse: { status: 410 } }, ['*.example.com'])), EXAMPLE)).toBe('UNKNOWN');
  });
});

test('a host that nobody has matters on ports that are declared as HTTP, elsewhere the address decides', () => {
  const strict = peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } });
  const port = (name: string): Json => service('pay/api', [{ name, port: 80, targetPort: 8080 }]);
  const mutual = (name: string): string => verdict(world(strict, port(name)), { host: 'nobody.example.com' });
  expect(mutual('http')).toBe('DENY');
  expect(mutual('web')).toBe('ALLOW');
  expect(mutual('tcp')).toBe('ALLOW');
});

test('DestinationRules do not follow the Sidecar: the caller\'s namespace, the Service\'s, the root', () => {
  const policy = authorization('pay/p', { rules: [{ from: [{ source: { principals: ['*'] } }] }] });
  const off = networking('DestinationRule', 'pay/d', { host: 'api.pay.svc.cluster.local', trafficPolicy: { tls: { mode: 'DISABLE' } } });
  expect(reaches(sidecar('shop/s', only(['pay/api.pay.svc.cluster.local'])), policy, off)).toBe('DENY');
});

describe('Sidecar ingress at the callee', () => {
  const ingress = (...ports: Json[]): Json => sidecar('pay/s', { ingress: ports.map(port => ({ port, defaultEndpoint: '127.0.0.1:1' })) });
  const get = authorization('pay/p', { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] });
  test('its protocol wins over the Service\'s', () => {
    expect(reaches(ingress({ number: 8080, protocol: 'TCP', name: 't' }), get)).toBe('DENY');
    expect(reaches(ingress({ number: 8080, protocol: 'HTTP', name: 'h' }), get)).toBe('ALLOW');
  });
  test('ports that it leaves out are looked into, and still guarded', () => {
    expect(reaches(ingress({ number: 1, protocol: 'HTTP', name: 'h' }), get)).toBe('ALLOW');
    expect(verdict(world(ingress({ number: 1, protocol: 'HTTP', name: 'h' }), get), { method: 'POST' })).toBe('DENY');
  });
});

test('a namespace\'s default for its workloads does not reach other namespaces', () => {
  const manifests = world(namespace('lab'), workload('lab/x'), sidecar('shop/s', only(['~/*'])));
  expect(verdict(manifests, { from: 'lab/x' })).toBe('ALLOW');
});
