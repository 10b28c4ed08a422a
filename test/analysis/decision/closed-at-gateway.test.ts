import { ask, namespace, networking, service, verdict, workload } from '../world';
import type { Json, Question } from '../world';

/* What a gateway's pods take of what callers of the mesh send them: by port, by the name of the handshake, and by host. */

const GATEWAY_PODS = workload('egress/out', {
  annotations: { 'inject.istio.io/templates': 'gateway' }, spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] },
});
const OUT = 'out.egress.svc.cluster.local';
const server = (hosts: string[], rest: Json = {}): Json =>
  ({ port: { number: 8443, name: `https-${hosts.length}`, protocol: 'HTTPS' }, tls: { mode: 'ISTIO_MUTUAL' }, hosts, ...rest });
const onPort = (number: number, protocol = 'HTTPS'): Json => ({ port: { number, name: protocol.toLowerCase(), protocol } });
const gateway = (...servers: Json[]): Json => networking('Gateway', 'egress/g', { selector: { app: 'out' }, servers });
/** What callers' handshakes name. */
const named = (sni?: string): Json => networking('DestinationRule', 'egress/d', {
  host: OUT, trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', ...sni === undefined ? {} : { sni } } },
});
const OUTSIDE = ['pay.example', 'rates.example', 'evil.example', 'whatever.test'];
/** Whatever the host outside, callers' proxies send it to the gateway. */
const world = (...more: Json[]): Json[] => [
  namespace('shop'), namespace('egress'), workload('shop/web'), GATEWAY_PODS, service('egress/out', [{ name: 'http2', port: 8443 }]),
  networking('ServiceEntry', 'shop/outside', {
    hosts: OUTSIDE, location: 'MESH_EXTERNAL', resolution: 'DNS', ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
  }),
  networking('VirtualService', 'shop/outside', { hosts: OUTSIDE, http: [{ route: [{ destination: { host: OUT, port: { number: 8443 } } }] }] }),
  ...more,
];
const question: Question = { to: 'egress/out', port: 8443, host: 'pay.example:80' };
const asked = (manifests: Json[], more: Question = {}): Json => ask(world(...manifests), { ...question, ...more });

describe('A gateway\'s pods, to callers of the mesh', () => {
  test.each<[string, Json[], Question, string]>([
    ['the name and the host of its server', [gateway(server(['*/pay.example'])), named('pay.example')], {}, 'ALLOW'],
    ['the host in capitals, with a port', [gateway(server(['*/pay.example'])), named('pay.example')], { host: 'PAY.example:80' }, 'ALLOW'],
    ['a wildcard for both', [gateway(server(['*/*.example'])), named('pay.example')], {}, 'ALLOW'],
    ['a server for all names', [gateway(server(['*'])), named('other.test')], { host: 'whatever.test:80' }, 'ALLOW'],
    ['one of two servers', [gateway(server(['*/rates.example']), server(['*/pay.example', '*/also.example'])), named('pay.example')], {}, 'ALLOW'],
    ['one of two servers, of which the other is for all', [gateway(server(['*/rates.example']), server(['*', '*/x.example'])), named('pay.example')],
      {}, 'ALLOW'],
    ['one of two hosts of a server', [gateway(server(['*/rates.example', '*/pay.example'])), named('pay.example')], {}, 'ALLOW'],
  ])('take %s', (_, manifests, more, expected) => expect(asked(manifests, more)).toMatchObject({ verdict: expected }));

  test.each<[string, Json[], Question, string, RegExp]>([
    ['without a Gateway', [named('pay.example')], {}, 'DENY', /^no Gateway has a server for port 8443 of egress\/out$/],
    ['on a port of no server', [gateway(server(['*/pay.example'], onPort(9443))), named('pay.example')], {}, 'DENY',
      /^no Gateway has a server for port 8443 of egress\/out$/],
    ['with the name of none', [gateway(server(['*/pay.example'])), named('rates.example')], {}, 'DENY', /is for the server name 'rates\.example'$/],
    ['with the gateway\'s own name', [gateway(server(['*/pay.example'])), named()],
      {}, 'DENY', /is for the server name 'outbound_\.8443_\._\.out\.egress\.svc\.cluster\.local'$/],
    ['for another host than its name', [gateway(server(['*/pay.example'])), named('pay.example')],
      { host: 'evil.example:80' }, 'DENY', /^the server for 'pay\.example' of egress\/out is not for the host evil\.example$/],
    ['for the host of another server', [gateway(server(['*/pay.example']), server(['*/rates.example', '*/x.example'])), named('pay.example')],
      { host: 'rates.example:80' }, 'DENY',
      /^the server for 'pay\.example' of egress\/out is not for the host rates\.example$/],
    ['of a Gateway that cannot be read', [gateway(server(['*/pay.example']), { port: 'x' }), named('pay.example')], {}, 'UNKNOWN',
      /^Gateway egress\/g cannot be read: /],
  ])('do not certainly take what comes %s', (_, manifests, more, expected, reason) => {
    const decision = asked(manifests, more);
    expect(decision).toMatchObject({ verdict: expected, layer: 'routing' });
    expect(decision.reason).toMatch(reason);
  });

  test('take bytes by the name alone', () => {
    const bytes = gateway(server(['*/pay.example'], onPort(8443, 'TLS')));
    const tcp: Question = { to: 'egress/out', port: 8443, method: null };
    const all = (rest: Json): Json[] => [
      namespace('shop'), namespace('egress'), workload('shop/web'), GATEWAY_PODS, service('egress/out', [{ name: 'tcp', port: 8443 }]), bytes, rest,
    ];
    expect(verdict(all(named('pay.example')), tcp)).toBe('ALLOW');
    expect(verdict(all(named('rates.example')), tcp)).toBe('DENY');
  });

  test('say what the client sees', () => {
    expect(asked([gateway(server(['*/pay.example'])), named('rates.example')]).sees).toBe('reset');
    expect(asked([gateway(server(['*/pay.example'])), named('pay.example')], { host: 'evil.example:80' }).sees).toBe('404');
  });
});
