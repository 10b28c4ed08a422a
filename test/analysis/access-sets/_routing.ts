import type { Dice } from './_dice';
import type { Json } from '../world';
import { networking } from '../world';

/* Random routing and scope on the caller's side. */

const HOSTS = ['api.pay.svc.cluster.local', 'cart.shop.svc.cluster.local', 'web.shop.svc.cluster.local', 'batch.legacy.svc.cluster.local'];
const NAMESPACES = ['shop', 'pay', 'legacy', 'istio-system'];

function stringMatch(dice: Dice, exact: readonly string[], prefixes: readonly string[], expressions: readonly string[]): Json {
  const prefix = { prefix: dice.one(prefixes) };
  return dice.one<Json>([{ exact: dice.one(exact) }, prefix, prefix, { regex: dice.one(expressions) }]);
}

function match(dice: Dice): Json {
  return {
    ...dice.maybe(0.6, 'uri', () => stringMatch(dice, ['/a', '/a/b', '/'], ['/a', '/', '/admin/'], ['/a.*', '.*', '/[a-x]+/'])),
    ...dice.maybe(0.1, 'ignoreUriCase', () => true),
    ...dice.maybe(0.25, 'method', () => stringMatch(dice, ['GET', 'POST'], ['P'], ['GET|PUT'])),
    ...dice.maybe(0.3, 'headers', () => ({ 'x-team': dice.chance(0.2) ? {} : stringMatch(dice, ['a', 'ab'], ['a', ''], ['a.*', '*']) })),
    ...dice.maybe(0.15, 'withoutHeaders', () => ({ 'X-Env': dice.chance(0.4) ? {} : { exact: 'a' } })),
    ...dice.maybe(0.1, 'authority', () => stringMatch(dice, ['api.pay', 'x.org'], ['api', 'cart'], ['.*cluster.*'])),
    ...dice.maybe(0.05, 'scheme', () => ({ exact: dice.one(['http', 'https']) })),
    ...dice.maybe(0.05, 'queryParams', () => ({ c: { exact: 'd' } })),
    ...dice.maybe(0.08, 'port', () => dice.one([80, 81])),
    ...dice.maybe(0.08, 'sourceNamespace', () => dice.one(NAMESPACES)),
    ...dice.maybe(0.08, 'sourceLabels', () => ({ app: dice.one(['web', 'cart']) })),
    ...dice.maybe(0.03, 'gateways', () => [dice.one(['mesh', 'shop/gw'])]),
  };
}

function operations(dice: Dice): Json {
  const header = (): Json => ({ [dice.one(['x-team', 'X-Env', 'x-other'])]: dice.one(['a', 'b', 'ab']) });
  return {
    request: {
      ...dice.maybe(0.5, 'set', header), ...dice.maybe(0.3, 'add', header), ...dice.maybe(0.3, 'remove', () => [dice.one(['x-team', 'x-env'])]),
    },
  };
}

function destination(dice: Dice, host: string): Json {
  return {
    destination: {
      host: dice.chance(0.8) ? host : dice.one([...HOSTS, 'missing.shop.svc.cluster.local']),
      ...dice.maybe(0.4, 'subset', () => dice.one(['v1', 'v2', 'none'])),
      ...dice.maybe(0.2, 'port', () => ({ number: dice.one([80, 81, 9000]) })),
    },
    ...dice.maybe(0.7, 'weight', () => dice.one([0, 50, 100])),
    ...dice.maybe(0.15, 'headers', () => operations(dice)),
  };
}

function rule(dice: Dice, host: string): Json {
  if (dice.chance(0.08)) { return { ...dice.maybe(0.9, 'match', () => [match(dice)]), redirect: { uri: '/x' } }; }
  return {
    ...dice.maybe(0.75, 'match', () => dice.many(1, 2, () => match(dice))),
    route: dice.many(1, 2, () => destination(dice, host)),
    ...dice.maybe(0.12, 'rewrite', () => dice.one<Json>([{ uri: '/' }, { uri: '/admin/x' }, { authority: 'x.org' }, { uriRegexRewrite: { match: '/a', rewrite: '/b' } }])),
    ...dice.maybe(0.15, 'headers', () => operations(dice)),
    ...dice.maybe(0.06, 'fault', () => ({ abort: { httpStatus: 500, percentage: { value: dice.one([0, 50, 100]) } } })),
    ...dice.maybe(0.04, 'mirror', () => ({ host })),
  };
}

/** Objects of the caller's side. */
export function routing(dice: Dice): Json[] {
  const route = (i: number): Json => {
    const host = dice.one(HOSTS);
    return networking('VirtualService', `${dice.one(NAMESPACES)}/v${i}`, {
      hosts: [dice.chance(0.9) ? host : dice.one(['*.svc.cluster.local', 'api', 'x.org'])],
      ...dice.maybe(0.08, 'exportTo', () => [dice.one(['.', '*', 'shop'])]),
      ...dice.maybe(0.05, 'gateways', () => ['shop/gw']),
      ...dice.chance(0.92) ? { http: dice.many(1, 3, () => rule(dice, host)) } : { tcp: [{ route: [{ destination: { host } }] }] },
    });
  };
  const client = (i: number): Json => networking('DestinationRule', `${dice.one(NAMESPACES)}/d${i}`, {
    host: dice.one([...HOSTS, '*.svc.cluster.local']),
    ...dice.maybe(0.3, 'trafficPolicy', () => ({ tls: { mode: dice.one(['DISABLE', 'ISTIO_MUTUAL', 'SIMPLE', 'ISTIO_MUTUAL']) } })),
    ...dice.maybe(0.8, 'subsets', () => ['v1', 'v2'].map(name => ({ name, labels: { version: name } }))),
    ...dice.maybe(0.1, 'exportTo', () => ['.']),
  });
  const sidecar = (i: number): Json => networking('Sidecar', `${dice.one(NAMESPACES)}/s${i}`, {
    ...dice.maybe(0.5, 'workloadSelector', () => ({ labels: { app: dice.one(['web', 'cart', 'api']) } })),
    ...dice.maybe(0.9, 'egress', () => dice.many(1, 2, () => ({
      ...dice.maybe(0.15, 'port', () => ({ number: dice.one([80, 9000]), protocol: dice.one(['HTTP', 'TCP']), name: 'x' })),
      hosts: dice.some(['./*', '*/*', 'pay/*', 'pay/api.pay.svc.cluster.local', 'shop/cart.shop.svc.cluster.local', '~/*', '*/cart.shop.svc.cluster.local'], 1, 2),
    }))),
    ...dice.maybe(0.4, 'outboundTrafficPolicy', () => ({ mode: dice.one(['REGISTRY_ONLY', 'ALLOW_ANY']) })),
    ...dice.maybe(0.1, 'ingress', () => [{ port: { number: 8080, protocol: dice.one(['HTTP', 'TCP']), name: 'in' }, defaultEndpoint: '127.0.0.1:8080' }]),
  });
  return [
    ...dice.chance(0.6) ? dice.many(1, 3, () => route(dice.below(100))) : [],
    ...dice.chance(0.6) ? dice.many(1, 2, () => client(dice.below(100))) : [],
    ...dice.chance(0.4) ? dice.many(1, 2, () => sidecar(dice.below(100))) : [],
  ];
}
