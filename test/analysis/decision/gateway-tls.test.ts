import { decide } from '../../../src/analysis/decision/decide';
import { buildModel } from '../../../src/analysis/model';
import { ask, authorization, networking, verdict, world } from '../world';
import type { Json, Question } from '../world';

const HOST = 'db.example';
const server = (tls: Json | undefined, more: Json = {}): Json => ({ port: { number: 443, name: 'tls', protocol: 'TLS' }, hosts: [HOST], ...tls ? { tls } : {}, ...more });
const gateway = (...servers: Json[]): Json => networking('Gateway', 'pay/g', { selector: { istio: 'ingressgateway' }, servers });
const sql = { destination: { host: 'api.pay.svc.cluster.local', port: { number: 3306 } } };
const elsewhere = { destination: { host: 'web.shop.svc.cluster.local', port: { number: 80 } } };
const tls = (...rules: Json[]): Json => networking('VirtualService', 'pay/v', { hosts: ['*.example', HOST], gateways: ['pay/g'], tls: rules });
const byName = (...sniHosts: string[]): Json => ({ match: [{ sniHosts }], route: [sql] });
const bytes: Question = { from: 'internet', host: HOST, method: null, port: 3306 };
const passthrough = gateway(server({ mode: 'PASSTHROUGH' }));

describe('TLS that a gateway passes through', () => {
  test.each<[string, readonly Json[], string]>([
    ['goes by the server name', [passthrough, tls(byName(HOST))], 'ALLOW'],
    ['goes by a wildcard', [passthrough, tls(byName('*.example'))], 'ALLOW'],
    ['goes nowhere by another name', [passthrough, tls(byName('www.example'))], 'DENY'],
    ['goes nowhere for another port', [passthrough, tls({ match: [{ sniHosts: [HOST], port: 8443 }], route: [sql] })], 'DENY'],
    ['goes by its port', [passthrough, tls({ match: [{ sniHosts: [HOST], port: 443 }], route: [sql] })], 'ALLOW'],
    ['goes nowhere by a match for another gateway', [passthrough, tls({ match: [{ sniHosts: [HOST], gateways: ['pay/other'] }], route: [sql] })], 'DENY'],
    ['goes by the most specific name, whatever comes first', [passthrough, tls({ match: [{ sniHosts: ['*.example'] }], route: [elsewhere] }, byName(HOST))], 'ALLOW'],
    ['does not go by a wildcard where a name is meant', [passthrough, tls(byName('*.example'), { match: [{ sniHosts: [HOST] }], route: [elsewhere] })], 'DENY'],
    ['is not known for some addresses only', [passthrough, tls({ match: [{ sniHosts: [HOST], destinationSubnets: ['10.0.0.0/8'] }], route: [sql] })], 'UNKNOWN'],
    ['is not known by a VirtualService that cannot be read', [passthrough, tls({ match: 'x', route: [sql] })], 'UNKNOWN'],
    ['goes by a name of a route that the server does not have: nobody compares them',
      [gateway(server({ mode: 'PASSTHROUGH' }, { hosts: ['www.example'] })), tls(byName(HOST))], 'ALLOW'],
    ['takes no routes for bytes', [passthrough, networking('VirtualService', 'pay/v', { hosts: [HOST], gateways: ['pay/g'], tcp: [{ route: [sql] }] })], 'DENY'],
    ['meets the policies of the workload', [passthrough, tls(byName(HOST)), authorization('pay/p', {})], 'DENY'],
  ])('%s', (_, manifests, expected) => expect(verdict(world(...manifests), bytes)).toBe(expected));

  test('stands beside TLS that ends at the gateway: the most specific name decides', () => {
    const ends = server({ mode: 'SIMPLE' }, { hosts: ['*.example'] });
    const tcp = networking('VirtualService', 'pay/t', { hosts: ['*.example'], gateways: ['pay/g'], tcp: [{ route: [elsewhere] }] });
    expect(verdict(world(gateway(ends, server({ mode: 'PASSTHROUGH' })), tcp, tls(byName(HOST))), bytes)).toBe('ALLOW');
    expect(verdict(world(gateway(ends, server({ mode: 'PASSTHROUGH' })), tcp, tls(byName('www.example'))), bytes)).toBe('DENY');
  });

  test('without a name, any that leads to the workload will do', () => {
    expect(verdict(world(passthrough, tls(byName(HOST))), { ...bytes, host: undefined })).toBe('ALLOW');
    const other = gateway(server({ mode: 'PASSTHROUGH' }, { hosts: ['www.example'] }));
    expect(verdict(world(other, networking('VirtualService', 'pay/v', { hosts: ['www.example', HOST], gateways: ['pay/g'], tls: [byName(HOST)] })), { ...bytes, host: undefined })).toBe('ALLOW');
  });

  test('may have a name in other letters, and a port', () => {
    expect(verdict(world(passthrough, tls(byName(HOST))), { ...bytes, host: 'DB.Example:443' })).toBe('ALLOW');
  });

  test('hides requests: what becomes of them is not known', () => {
    expect(ask(world(passthrough, tls(byName(HOST))), { from: 'internet', host: HOST, path: '/' })).toMatchObject({ verdict: 'UNKNOWN', object: { name: 'g' } });
  });

  test('by itself, to whatever is named, is not known', () => {
    expect(verdict(world(gateway(server({ mode: 'AUTO_PASSTHROUGH' })), tls(byName(HOST))), bytes)).toBe('UNKNOWN');
  });
});

describe('TLS that ends at a gateway', () => {
  const rule = { match: [{ port: 443 }], route: [sql] };
  const tcp = (more: Json = {}): Json => networking('VirtualService', 'pay/v', { hosts: [HOST], gateways: ['pay/g'], tcp: [rule], ...more });

  test.each<[string, readonly Json[], string]>([
    ['leads bytes on', [gateway(server({ mode: 'SIMPLE' })), tcp()], 'ALLOW'],
    ['takes no routes by name, which say nothing here', [gateway(server({ mode: 'SIMPLE' })), tcp({ tls: [{ match: [{ sniHosts: [HOST] }], route: [elsewhere] }] })], 'ALLOW'],
    ['has nothing but routes by name', [gateway(server({ mode: 'SIMPLE' })), tls(byName(HOST))], 'DENY'],
    ['is for the hosts of its server', [gateway(server({ mode: 'SIMPLE' }, { hosts: ['other.example'] })), tcp()], 'DENY'],
    ['wants a certificate', [gateway(server({ mode: 'MUTUAL' })), tcp()], 'UNKNOWN'],
  ])('%s', (_, manifests, expected) => expect(verdict(world(...manifests), bytes)).toBe(expected));

  test('lets in who shows the certificate that it wants, and what the mesh wants, no one from outside has', () => {
    const model = (mode: string) => buildModel(world(gateway(server({ mode })), tcp()).map(object => ({ object })));
    const asked = (mode: string, certificate?: true): string => decide(model(mode), {
      from: { kind: 'internet', ...certificate ? { certificate } : {} },
      to: { namespace: 'pay', workload: 'api' },
      port: 3306,
      host: HOST,
      headers: new Map(),
    }).verdict;
    expect([asked('MUTUAL'), asked('MUTUAL', true), asked('OPTIONAL_MUTUAL'), asked('ISTIO_MUTUAL', true)]).toEqual(['UNKNOWN', 'ALLOW', 'ALLOW', 'DENY']);
  });
});
