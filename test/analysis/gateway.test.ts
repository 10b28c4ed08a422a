import { ask, authorization, namespace, networking, peerAuthentication, requestAuthentication, verdict, workload, world } from './world';
import type { Json, Question } from './world';

const http = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['shop.example'] };
const gateway = (...servers: Json[]): Json => networking('Gateway', 'pay/g', { selector: { istio: 'ingressgateway' }, servers });
const route = (rest: Json = {}, at = 'pay/v'): Json => networking('VirtualService', at, {
  hosts: ['shop.example'], gateways: ['pay/g'], http: [{ match: [{ uri: { prefix: '/a' } }], route: [{ destination: { host: 'api.pay.svc.cluster.local', port: { number: 80 } } }] }], ...rest,
});
const internet: Question = { from: 'internet', host: 'shop.example', path: '/a' };
const strict = peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } });
const through = (...manifests: Json[]): string => verdict(world(strict, ...manifests), internet);

describe('from the internet', () => {
  test.each<[string, Json[], string]>([
    ['Gateway and VirtualService', [gateway(http), route()], 'ALLOW'],
    ['no Gateway', [route()], 'DENY'],
    ['no VirtualService', [gateway(http)], 'DENY'],
    ['a VirtualService for the mesh only', [gateway(http), route({ gateways: ['mesh'] })], 'DENY'],
    ['the Gateway\'s bare name is of the VirtualService\'s namespace', [gateway(http), route({ gateways: ['g'] })], 'ALLOW'],
    ['a bare name elsewhere', [gateway(http), route({ gateways: ['g'] }, 'shop/v')], 'DENY'],
    ['another host of the Gateway', [gateway({ ...http, hosts: ['other.example'] }), route()], 'DENY'],
    ['another host of the VirtualService', [gateway(http), route({ hosts: ['other.example'] })], 'DENY'],
    ['any host', [gateway({ ...http, hosts: ['*'] }), route({ hosts: ['*'] })], 'ALLOW'],
    ['a wildcard of the Gateway', [gateway({ ...http, hosts: ['*.example'] }), route()], 'ALLOW'],
    ['hosts for VirtualServices of another namespace', [gateway({ ...http, hosts: ['shop/shop.example'] }), route()], 'DENY'],
    ['hosts for VirtualServices of its own', [gateway({ ...http, hosts: ['./shop.example'] }), route()], 'ALLOW'],
    ['a VirtualService that the gateway\'s namespace does not see', [gateway(http), route({ exportTo: ['.'] })], 'DENY'],
    ['HTTPS, ended at the gateway', [gateway({ ...http, port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls: { mode: 'SIMPLE', credentialName: 'c' } }), route()], 'ALLOW'],
    ['HTTPS that wants a certificate', [gateway({ ...http, port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls: { mode: 'MUTUAL', credentialName: 'c' } }), route()], 'UNKNOWN'],
    ['tls: {} is PASSTHROUGH', [gateway({ ...http, port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls: {} }), route()], 'UNKNOWN'],
    ['a redirect to HTTPS', [gateway({ ...http, tls: { httpsRedirect: true } }), route()], 'DENY'],
    ['a redirect to HTTPS, and HTTPS', [gateway({ ...http, tls: { httpsRedirect: true } }, { ...http, port: { number: 443, name: 'https', protocol: 'HTTPS' }, tls: { mode: 'SIMPLE' } }), route()], 'ALLOW'],
    ['a Gateway for pods that nobody knows', [networking('Gateway', 'pay/g', { selector: { istio: 'other' }, servers: [http] }), route()], 'UNKNOWN'],
  ])('%s', (_, manifests, expected) => expect(through(...manifests)).toBe(expected));

  test('the caller sees 404 where nothing is routed', () => {
    expect(ask(world(gateway(http), route()), { ...internet, path: '/b' })).toMatchObject({ verdict: 'DENY', layer: 'routing', sees: '404' });
  });
  test('without a host, any that leads to the callee will do', () => {
    expect(verdict(world(gateway(http), route()), { from: 'internet', path: '/a' })).toBe('ALLOW');
  });
  test('the callee knows the gateway, not the client', () => {
    const policy = (principal: string): Json => authorization('pay/p', { rules: [{ from: [{ source: { principals: [principal] } }] }] });
    expect(through(gateway(http), route(), policy('cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'))).toBe('ALLOW');
    expect(through(gateway(http), route(), policy('cluster.local/ns/shop/sa/web'))).toBe('DENY');
  });
  test('the client\'s address is the remote one, whatever the client says', () => {
    const policy = authorization('pay/p', { rules: [{ from: [{ source: { remoteIpBlocks: ['1.2.3.4'] } }] }] });
    const all = world(gateway(http), route(), policy);
    expect(verdict(all, { ...internet, address: '1.2.3.4' })).toBe('ALLOW');
    expect(verdict(all, { ...internet, address: '5.6.7.8', headers: { 'x-forwarded-for': '1.2.3.4' } })).toBe('DENY');
    expect(verdict(all, internet)).toBe('UNKNOWN');
  });
  test('several VirtualServices for a host are merged, and what takes everything comes last', () => {
    const all = route({ http: [{ route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] }] }, 'pay/a');
    expect(through(gateway(http), all, route())).toBe('ALLOW');
    expect(verdict(world(gateway(http), all, route()), { ...internet, path: '/b' })).toBe('DENY');
  });
  test('the gateway\'s own policies count', () => {
    expect(ask(world(gateway(http), route(), authorization('istio-system/p', { selector: { matchLabels: { istio: 'ingressgateway' } } })), internet)).toMatchObject({ verdict: 'DENY', sees: '403' });
  });
  test('a token that the gateway reads is not passed on, unless it says so', () => {
    const issuer = { issuer: 'i' };
    const atGateway = (rule: Json): Json => requestAuthentication('istio-system/r', { selector: { matchLabels: { istio: 'ingressgateway' } }, jwtRules: [rule] });
    const atCallee = [requestAuthentication('pay/r', { jwtRules: [issuer] }), authorization('pay/p', { rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] })];
    const question = { ...internet, claims: { iss: 'i', sub: 's' } };
    expect(verdict(world(gateway(http), route(), ...atCallee), question)).toBe('ALLOW');
    expect(verdict(world(gateway(http), route(), ...atCallee, atGateway(issuer)), question)).toBe('DENY');
    expect(verdict(world(gateway(http), route(), ...atCallee, atGateway({ ...issuer, forwardOriginalToken: true })), question)).toBe('ALLOW');
  });
  test('a gateway of the manifests comes before the platform\'s', () => {
    const own = [namespace('edge'), workload('edge/gw', { labels: { istio: 'ingressgateway' }, annotations: { 'inject.istio.io/templates': 'gateway' }, serviceAccount: 'edge' })];
    const policy = authorization('pay/p', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/edge/sa/edge'] } }] }] });
    expect(through(...own, gateway(http), route(), policy)).toBe('ALLOW');
  });
  test('the platform may have another gateway', () => {
    const options = { ingressGateways: [{ namespace: 'edge', labels: new Map([['istio', 'edge']]), serviceAccount: 'edge' }] };
    const edge = networking('Gateway', 'pay/g', { selector: { istio: 'edge' }, servers: [http] });
    expect(verdict(world(edge, route(), strict), internet, options)).toBe('ALLOW');
    expect(verdict(world(gateway(http), route(), strict), internet, options)).toBe('UNKNOWN');
  });
  test('a Sidecar of the root namespace does not bind a gateway', () => {
    expect(through(gateway(http), route(), networking('Sidecar', 'istio-system/s', { egress: [{ hosts: ['~/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }))).toBe('ALLOW');
  });
  test('the Gateway API and Ingress lead in, too', () => {
    const httpRoute = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'r', namespace: 'pay' }, spec: { parentRefs: [{ name: 'gw' }] } };
    expect(through(httpRoute)).toBe('UNKNOWN');
    expect(through({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'i', namespace: 'pay' }, spec: {} })).toBe('UNKNOWN');
  });
  test('an EnvoyFilter on the gateway is not modelled', () => {
    const filter = networking('EnvoyFilter', 'istio-system/f', { configPatches: [{ match: { context: 'GATEWAY' } }] });
    expect(through(gateway(http), route(), filter)).toBe('UNKNOWN');
  });
});
