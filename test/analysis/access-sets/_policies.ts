import type { Dice } from './_dice';
import type { Json } from '../world';
import { authorization, networking, peerAuthentication, requestAuthentication } from '../world';

/* Random policies, of every field and form that the API has. */

const BLOCKS = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3', '192.168.0.0/16', '2001:db8::/32', '2001:db8::1', '10.1.2.0/25', '0.0.0.0/0', '::/0'];
const VALUES: { readonly [field: string]: readonly string[] } = {
  principals: [
    '*', 'cluster.local/ns/shop/sa/web', 'cluster.local/ns/shop/sa/cart', 'cluster.local/ns/shop/*', '*/sa/web', '*web', 'old.local/ns/shop/sa/web',
    'other.org/ns/shop/sa/web', '*/ns/pay/sa/api', '*.local/ns/shop/sa/web', 'cluster.local/ns/sh*',
  ],
  requestPrincipals: ['*', 'iss/alice', 'iss/*', 'iss/a*', '*/alice', '*alice', 'https://id.org/x/bob', 'https://id.org/*', 'iss*', '*ss/bob', 'https://id.org/x/*'],
  namespaces: ['shop', 'pay', 'sh*', '*op', 's*p', '*', 'legacy', 'p-y'],
  serviceAccounts: ['web', 'shop/web', 'api', 'pay/api', 'legacy/batch'],
  trustDomains: ['cluster.local', 'old.local', '*', '*.local', 'other*', 'other.org', 'clu*'],
  ipBlocks: BLOCKS,
  remoteIpBlocks: BLOCKS,
  hosts: ['api', 'api.pay', 'api.pay.svc.cluster.local', 'API.pay.svc.cluster.local:80', '*', '*.cluster.local', 'api.*', '*:80', 'x.org', 'X*', '*local:80*'],
  ports: ['8080', '9000', '3306', '80'],
  methods: ['GET', 'POST', '*', 'P*', '*T', 'get', 'DELETE'],
  paths: ['/', '/a', '/a*', '*', '*.html', '/a/{*}', '/a/{**}', '/{*}/b', '/A', '/admin/*', '*/b', '/a/b', '/x/{*}/{**}', '/a?b', '/*'],
};

const HEADER_VALUES = ['*', 'a', 'ab', 'a*', '*b', 'B', '', 'GET', 'api'];
const CONDITIONS: readonly { readonly key: string; readonly values: readonly string[] }[] = [
  { key: 'request.headers[x-team]', values: HEADER_VALUES },
  { key: 'request.headers[X-Env]', values: HEADER_VALUES },
  { key: 'request.headers[user-agent]', values: HEADER_VALUES },
  { key: 'request.headers[:authority]', values: ['api', 'API', 'api.*', '*'] },
  { key: 'request.headers[:method]', values: ['GET', 'P*', '*'] },
  { key: 'request.headers[:path]', values: ['/a', '*'] },
  { key: 'source.ip', values: VALUES.ipBlocks },
  { key: 'remote.ip', values: VALUES.ipBlocks },
  { key: 'source.namespace', values: VALUES.namespaces },
  { key: 'source.serviceAccount', values: VALUES.serviceAccounts },
  { key: 'source.principal', values: VALUES.principals },
  { key: 'source.trustDomain', values: VALUES.trustDomains },
  { key: 'request.auth.principal', values: VALUES.requestPrincipals },
  { key: 'request.auth.audiences', values: ['web', 'https://api.org/', 'w*', '*', '*b'] },
  { key: 'request.auth.presenter', values: ['cli', 'c*', '*'] },
  { key: 'request.auth.claims[groups]', values: ['admin', 'a*', '*', '*n', 'dev'] },
  { key: 'request.auth.claims[scope]', values: ['read', 'r*', 'write'] },
  { key: 'request.auth.claims[realm][roles]', values: ['admin', '*', 'u*'] },
  { key: 'request.auth.claims[iss]', values: ['iss', '*', 'h*'] },
  { key: 'request.auth.claims[sub]', values: ['alice', '*b'] },
  { key: 'destination.ip', values: VALUES.ipBlocks },
  { key: 'destination.port', values: VALUES.ports },
  { key: 'connection.sni', values: ['*', 'outbound*', '', '*.cluster.local', 'x'] },
  { key: 'experimental.envoy.filters.a.b[c]', values: ['x'] },
];

const SOURCE = ['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts', 'trustDomains', 'ipBlocks', 'remoteIpBlocks'];
const OPERATION = ['hosts', 'ports', 'methods', 'paths'];
const NAMESPACES = ['shop', 'pay', 'legacy', 'istio-system'];

/** Some of the fields of a source or an operation, with what may be and what may not. */
function fields(dice: Dice, names: readonly string[]): Json {
  return Object.assign({}, ...dice.some(names, 1, 2).map(name => {
    const not = `not${name[0].toUpperCase()}${name.slice(1)}`;
    return { ...dice.maybe(0.75, name, () => dice.some(VALUES[name], 1, 3)), ...dice.maybe(0.3, not, () => dice.some(VALUES[name], 1, 2)) };
  })) as Json;
}

function condition(dice: Dice): Json {
  const { key, values } = dice.one(CONDITIONS);
  return { key, ...dice.maybe(0.8, 'values', () => dice.some(values, 1, 3)), ...dice.maybe(0.3, 'notValues', () => dice.some(values, 1, 2)) };
}

function rule(dice: Dice): Json {
  return {
    ...dice.maybe(0.5, 'from', () => dice.many(1, 2, () => ({ source: fields(dice, SOURCE) }))),
    ...dice.maybe(0.6, 'to', () => dice.many(1, 2, () => ({ operation: fields(dice, OPERATION) }))),
    ...dice.maybe(0.5, 'when', () => dice.many(1, 2, () => condition(dice))),
  };
}

function selector(dice: Dice): Json {
  return { selector: { matchLabels: { app: dice.one(['web', 'cart', 'api', 'batch']), ...dice.maybe(0.2, 'version', () => 'v1') } } };
}

function authorizationPolicy(dice: Dice, i: number): Json {
  const action = dice.one([undefined, 'ALLOW', 'ALLOW', 'ALLOW', 'ALLOW', 'DENY', 'DENY', 'DENY', 'AUDIT', 'CUSTOM']);
  const spec = {
    ...action === undefined ? {} : { action },
    ...action === 'CUSTOM' ? { provider: { name: 'authorizer' } } : {},
    ...dice.chance(0.5) ? selector(dice) : {},
    ...dice.maybe(0.05, 'targetRefs', () => [{ kind: 'Service', name: 'api', group: '' }]),
    ...dice.maybe(0.93, 'rules', () => dice.chance(0.1) ? [{}] : dice.many(1, 3, () => rule(dice))),
  };
  return authorization(`${dice.one(NAMESPACES)}/p${i}`, dice.chance(0.02) ? { ...spec, rules: 'none' } : spec, dice.maybe(0.08, 'istio.io/dry-run', () => 'true'));
}

function peerPolicy(dice: Dice, i: number): Json {
  const mode = (): Json => dice.one([{ mode: 'STRICT' }, { mode: 'PERMISSIVE' }, { mode: 'DISABLE' }, { mode: 'UNSET' }, {}, { mode: 'STRICT' }]);
  return peerAuthentication(`${dice.one(NAMESPACES)}/m${i}`, {
    ...dice.maybe(0.9, 'mtls', mode),
    ...dice.chance(0.5) ? { ...selector(dice), ...dice.maybe(0.5, 'portLevelMtls', () => ({ [dice.one(['8080', '9000', '3306', '80'])]: mode() })) } : {},
  });
}

function tokenPolicy(dice: Dice, i: number): Json {
  return requestAuthentication(`${dice.one(NAMESPACES)}/t${i}`, {
    ...dice.chance(0.4) ? selector(dice) : {},
    ...dice.maybe(0.95, 'jwtRules', () => dice.many(1, 2, () => ({
      ...dice.maybe(0.97, 'issuer', () => dice.one(['iss', 'https://id.org/x'])),
      ...dice.maybe(0.5, 'audiences', () => dice.some(['web', 'https://api.org/', 'api.org', 'x/'], 1, 2)),
      ...dice.maybe(0.1, 'fromHeaders', () => [{ name: 'X-Token' }]),
      ...dice.maybe(0.15, 'spaceDelimitedClaims', () => ['groups']),
    }))),
  });
}

function networkPolicy(dice: Dice, i: number): Json {
  const peer = (): Json => dice.one<Json>([
    { podSelector: { matchLabels: { app: dice.one(['web', 'cart', 'api']) } } },
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': dice.one(['shop', 'pay', 'legacy']) } } },
    { namespaceSelector: {}, podSelector: { matchExpressions: [{ key: 'version', operator: dice.one(['Exists', 'DoesNotExist']) }] } },
    { ipBlock: { cidr: dice.one(['10.0.0.0/8', '0.0.0.0/0', '10.1.2.3/32']), ...dice.maybe(0.3, 'except', () => ['10.1.0.0/16']) } },
  ]);
  const port = (): Json => dice.one<Json>([{ port: 8080 }, { port: 9000, protocol: 'TCP' }, { port: 'http' }, { port: 3000, endPort: 9000 }, { port: 8080, protocol: 'UDP' }, {}]);
  const rules = (key: string): Json[] => dice.many(0, 2, () => ({ ...dice.maybe(0.8, key, () => dice.many(1, 2, peer)), ...dice.maybe(0.5, 'ports', () => dice.many(1, 2, port)) }));
  const types = dice.one([['Ingress'], ['Egress'], ['Ingress', 'Egress'], ['Ingress']]);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `n${i}`, ...dice.chance(0.95) ? { namespace: dice.one(['shop', 'pay', 'legacy']) } : {} },
    spec: {
      podSelector: dice.chance(0.5) ? {} : { matchLabels: { app: dice.one(['web', 'cart', 'api']) } },
      policyTypes: types,
      ...types.includes('Ingress') ? { ingress: rules('from') } : {},
      ...types.includes('Egress') ? { egress: rules('to') } : {},
    },
  };
}

function envoyFilter(dice: Dice): Json {
  const spec = {
    ...dice.maybe(0.8, 'workloadSelector', () => ({ labels: { app: dice.one(['web', 'cart', 'api']) } })),
    configPatches: [{ applyTo: 'HTTP_FILTER', match: { context: dice.one(['ANY', 'SIDECAR_INBOUND', 'SIDECAR_OUTBOUND', 'GATEWAY']) } }],
  };
  return { ...networking('EnvoyFilter', `${dice.one(NAMESPACES)}/e`, spec), apiVersion: 'networking.istio.io/v1alpha3' };
}

/** Policies of the callees' side. */
export function policies(dice: Dice): Json[] {
  const count = (most: number): number => dice.below(most + 1);
  return [
    ...Array.from({ length: count(5) }, (_, i) => authorizationPolicy(dice, i)),
    ...Array.from({ length: count(3) }, (_, i) => peerPolicy(dice, i)),
    ...Array.from({ length: count(2) }, (_, i) => tokenPolicy(dice, i)),
    ...dice.chance(0.4) ? dice.many(1, 3, () => networkPolicy(dice, dice.below(100))) : [],
    ...dice.chance(0.03) ? [envoyFilter(dice)] : [],
  ];
}
