import { leavingBy } from '../../../src/analysis/decision/leaving-gateway';
import type { Leaving } from '../../../src/analysis/decision/leaving-gateway';
import { buildModel } from '../../../src/analysis/model';
import { namespace, networking, workload } from '../world';
import type { Json } from '../world';

/* A gateway out of the mesh: what comes to its pods for a host outside has to leave for that host, and for nothing else. */

const HOST = 'pay.example';
const server = (rest: Json = {}): Json => ({ port: { number: 8443, name: 'https', protocol: 'HTTPS' }, tls: { mode: 'ISTIO_MUTUAL' }, hosts: [`*/${HOST}`], ...rest });
const bytes = server({ port: { number: 8443, name: 'tls', protocol: 'TLS' } });
const gateway = (own: Json = server(), at = 'egress/g', spec: Json = {}): Json => networking('Gateway', at, { selector: { app: 'out' }, servers: [own], ...spec });
const to = (host: string, rest: Json = { port: { number: 80 } }, weight?: number): Json =>
  ({ destination: { host, ...rest }, ...weight === undefined ? {} : { weight } });
const http = (...rules: Json[]): Json => networking('VirtualService', 'shop/v', { hosts: [HOST], gateways: ['egress/g'], http: rules });
const route = http({ match: [{ uri: { prefix: '/a' } }], route: [to(HOST)] });
const stream = (...rules: Json[]): Json => networking('VirtualService', 'shop/v', { hosts: [HOST], gateways: ['egress/g'], tcp: rules });
const entry = (at = 'shop/pay', rest: Json = {}): Json => networking('ServiceEntry', at, {
  hosts: [HOST], location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }, { number: 443, name: 'https', protocol: 'HTTPS' }], ...rest,
});
const outside = (...manifests: Json[]): Json[] => [
  namespace('egress'), namespace('shop'), namespace('istio-system', {}),
  workload('egress/out', { annotations: { 'inject.istio.io/templates': 'gateway' }, labels: { app: 'out' } }), ...manifests,
];

type Asked = Partial<Omit<Leaving, 'pods' | 'request'>> & { readonly path?: string; readonly bytes?: true };

/** Where it leaves for, or why it does not. */
function leaves(manifests: readonly Json[], { path = '/a', bytes: without, ...asked }: Asked = {}): string {
  const model = buildModel(manifests.map(object => ({ object })));
  const pods = model.workloads.all.find(({ name }) => name === 'out')!;
  const request = { method: 'GET', path, authority: HOST, headers: new Map<string, string>() };
  const left = leavingBy(model, { pods, port: 8443, host: HOST, namespace: 'shop', to: 80, ...without ? {} : { request }, ...asked });
  return typeof left === 'string' ? left : `${left.service.kind} ${left.service.namespace}/${left.service.name} ${left.port.port}`;
}

const THERE = 'ServiceEntry shop/pay 80';

describe('A request that comes to a gateway for a host outside', () => {
  test('leaves for the host by the route of the gateway', () => {
    expect(leaves(outside(gateway(), route, entry()))).toBe(THERE);
  });

  test.each<[string, Json[], Asked, string]>([
    ['no Gateway', [route, entry()], {}, `no server of a Gateway on port 8443 of egress/out is for ${HOST}`],
    ['a server for another host', [gateway(server({ hosts: ['*/rates.example'] })), route, entry()], {}, `no server of a Gateway on port 8443 of egress/out is for ${HOST}`],
    ['a server on another port', [gateway(), route, entry()], { port: 8444 }, `no server of a Gateway on port 8444 of egress/out is for ${HOST}`],
    ['a server without mutual TLS', [gateway(server({ tls: { mode: 'SIMPLE', credentialName: 'c' } })), route, entry()], {}, `no server of a Gateway on port 8443 of egress/out is for ${HOST}`],
    ['pods of others', [gateway(server(), 'egress/g', { selector: { app: 'other' } }), route, entry()], {}, `no server of a Gateway on port 8443 of egress/out is for ${HOST}`],
    ['a server for bytes', [gateway(bytes), route, entry()], {}, 'Gateway egress/g speaks TLS there'],
    ['two servers for the host', [gateway(), gateway(server(), 'egress/h'), route, entry()], {},
      `Gateway egress/g and egress/h both have a server for ${HOST}, and the older one's takes it, whichever that will be`],
    ['no VirtualService', [gateway(), entry()], {}, `no VirtualService of Gateway egress/g speaks for ${HOST}`],
    ['a VirtualService of the mesh', [gateway(), networking('VirtualService', 'shop/v', { hosts: [HOST], http: [{ route: [to(HOST)] }] }), entry()], {}, `no VirtualService of Gateway egress/g speaks for ${HOST}`],
    ['a VirtualService for another host', [gateway(), networking('VirtualService', 'shop/v', { hosts: ['rates.example'], gateways: ['egress/g'], http: [{ route: [to(HOST)] }] }), entry()], {},
      `no VirtualService of Gateway egress/g speaks for ${HOST}`],
    ['a path that no rule takes', [gateway(), route, entry()], { path: '/b' }, 'no rule of VirtualService shop/v takes it'],
    ['a redirect', [gateway(), http({ redirect: { authority: 'evil.example' } }), entry()], {}, 'VirtualService shop/v (http[0]) does not pass it on'],
    ['an answer of its own', [gateway(), http({ directResponse: { status: 200 } }), entry()], {}, 'VirtualService shop/v (http[0]) does not pass it on'],
    ['an abort of all', [gateway(), http({ fault: { abort: { httpStatus: 500, percentage: { value: 100 } } }, route: [to(HOST)] }), entry()], {}, 'VirtualService shop/v (http[0]) does not pass it on'],
    ['another host', [gateway(), http({ route: [to('evil.example')] }), entry(), entry('shop/evil', { hosts: ['evil.example'] })], {}, `the gateway sends it to evil.example:80, which is not ${HOST}:80`],
    ['partly another host', [gateway(), http({ route: [to(HOST, undefined, 99), to('evil.example', undefined, 1)] }), entry(), entry('shop/evil', { hosts: ['evil.example'] })], {},
      `the gateway sends it to evil.example:80, which is not ${HOST}:80`],
    ['another port', [gateway(), http({ route: [to(HOST, { port: { number: 443 } })] }), entry()], {}, `the gateway sends it to ${HOST}:443, which is not ${HOST}:80`],
    ['no port, of several', [gateway(), http({ route: [to(HOST, {})] }), entry()], {}, `the gateway sends it to ${HOST}:any port, which is not ${HOST}:80`],
    ['a subset', [gateway(), http({ route: [to(HOST, { port: { number: 80 }, subset: 'v1' })] }), entry()], {}, `the gateway sends it to ${HOST}:80, which is not ${HOST}:80`],
    ['no ServiceEntry', [gateway(), route], {}, `the gateway's proxy knows no ServiceEntry for ${HOST}:80`],
    ['a ServiceEntry without the port', [gateway(), route, entry()], { to: 8080 }, `the gateway's proxy knows no ServiceEntry for ${HOST}:8080`],
    ['a ServiceEntry that the gateway does not see', [gateway(), route, entry('shop/pay', { exportTo: ['.'] })], {}, `the gateway's proxy knows no ServiceEntry for ${HOST}:80`],
    ['a ServiceEntry of the gateway\'s own', [gateway(), route, entry(), entry('egress/own')], {},
      `the gateway's proxy takes ServiceEntry egress/own for ${HOST}, and not that of shop`],
    ['an EnvoyFilter', [gateway(), route, entry(), networking('EnvoyFilter', 'egress/f', { configPatches: [{ applyTo: 'HTTP_FILTER', match: { context: 'GATEWAY' }, patch: { operation: 'REMOVE' } }] })], {},
      'EnvoyFilter egress/f changes the gateway in ways that are not modelled'],
  ])('does not with %s', (_, manifests, asked, reason) => expect(leaves(outside(...manifests), asked)).toBe(reason));

  test('leaves by an abort of some, which lets others through', () => {
    const abort = { httpStatus: 500, percentage: { value: 99 } };
    expect(leaves(outside(gateway(), http({ fault: { abort }, route: [to(HOST)] }), entry()))).toBe(THERE);
  });
  test('leaves for the only port, where none is named', () => {
    const one = entry('shop/pay', { ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] });
    expect(leaves(outside(gateway(), http({ route: [to(HOST, {})] }), one))).toBe(THERE);
  });
  test('is taken by the server with the most specific host', () => {
    const other = gateway(server({ hosts: ['*/*.example'] }), 'egress/wide');
    expect(leaves(outside(other, gateway(), route, entry()))).toBe(THERE);
    expect(leaves(outside(other, route, entry()))).toBe(`no VirtualService of Gateway egress/wide speaks for ${HOST}`);
  });
  test('what cannot be read is said so', () => {
    expect(leaves(outside(gateway(), http({ match: [{ uri: { regex: '(' } }], route: [to(HOST)] }), entry()))).not.toBe(THERE);
    expect(leaves(outside(gateway(), networking('VirtualService', 'shop/v', { hosts: [HOST], gateways: ['egress/g'], http: 'all' }), entry()))).toMatch(/^VirtualService shop\/v cannot be read: /);
    expect(leaves(outside(networking('Gateway', 'egress/g', { selector: { app: 'out' }, servers: [server(), { port: 'x' }] }), route, entry()))).toMatch(/^Gateway egress\/g cannot be read: /);
  });
});

describe('Bytes that come to a gateway for a host outside', () => {
  const asked: Asked = { bytes: true, to: 443 };
  const all = stream({ match: [{ port: 8443 }], route: [to(HOST, { port: { number: 443 } })] });

  test('leave for the host by the route of the gateway', () => {
    expect(leaves(outside(gateway(bytes), all, entry()), asked)).toBe('ServiceEntry shop/pay 443');
    expect(leaves(outside(gateway(bytes), stream({ route: [to(HOST, { port: { number: 443 } })] }), entry()), asked)).toBe('ServiceEntry shop/pay 443');
  });

  test.each<[string, Json[], string]>([
    ['a server that reads requests', [gateway(), all, entry()], 'Gateway egress/g speaks HTTPS there'],
    ['routes of requests only', [gateway(bytes), route, entry()], 'no VirtualService of Gateway egress/g has a route for bytes on port 8443'],
    ['a route for another port', [gateway(bytes), stream({ match: [{ port: 9000 }], route: [to(HOST, { port: { number: 443 } })] }), entry()], 'no VirtualService of Gateway egress/g has a route for bytes on port 8443'],
    ['a route for some addresses', [gateway(bytes), stream({ match: [{ port: 8443, destinationSubnets: ['10.0.0.0/8'] }], route: [to(HOST, { port: { number: 443 } })] }), entry()],
      'the route is for some addresses of the service only'],
    ['another host', [gateway(bytes), stream({ route: [to('evil.example', { port: { number: 443 } })] }), entry()], `the gateway sends it to evil.example:443, which is not ${HOST}:443`],
    ['no destination', [gateway(bytes), stream({ match: [{ port: 8443 }], route: [] }), entry()], `the gateway sends it to nowhere, which is not ${HOST}:443`],
  ])('do not with %s', (_, manifests, reason) => expect(leaves(outside(...manifests), asked)).toBe(reason));
});
