import fc from 'fast-check';
import { ROOT_NAMESPACE, type AuthorizationRule, type AuthorizationSpec, type IstioWorld, type Policy, type SidecarSpec } from './world';

// Few names, so that policies and pods meet. Only forms that NCA reads: no serviceAccounts, requestPrincipals or addresses as
// sources, no CUSTOM, no path templates, no conditions but these; and what it refuses is left out: two Sidecars for one pod.
const NAMESPACES = ['a', 'b'];
const APPS = ['x', 'y', 'z'];
const ACCOUNTS = ['one', 'two'];
const PORTS = [8080, 9090];
export const PATHS: readonly string[] = ['/', '/a', '/a/', '/a/b', '/a/b.html', '/ab', '/b', '/b/a', '/c.html', '/c_html', '/d/a/b', '/.html'];
export const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT'];

const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1, maxLength: 2 });
const principals = some(
  ...NAMESPACES.flatMap((namespace) => ACCOUNTS.map((account) => `cluster.local/ns/${namespace}/sa/${account}`)),
  '*', 'cluster.local/ns/a/*', '*/sa/one', '*/ns/b/sa/two', 'cluster.local/ns/a/sa/nobody',
);
const namespaces = some(...NAMESPACES, 'a*', '*b', 'c');
const paths = some('/a', '/a/*', '/a/b', '/a*', '/b', '*.html', '*/b', '*', '/');
const methods = some('GET', 'HEAD', 'POST', 'P*', '*T', '*');
const ports = some(...PORTS.map(String));

const source = fc.oneof(
  fc.record({ principals }), fc.record({ notPrincipals: principals }), fc.record({ namespaces }), fc.record({ notNamespaces: namespaces }),
  fc.record({ principals, notPrincipals: principals }), fc.record({ principals, namespaces }),
).map((fields) => ({ source: fields }));
const operation = fc.record({ methods, notMethods: methods, paths, notPaths: paths, ports, notPorts: ports }, { requiredKeys: [] })
  .filter((fields) => Object.keys(fields).length > 0).map((fields) => ({ operation: fields }));
const condition = fc.oneof(...([
  ['source.principal', principals], ['source.namespace', namespaces], ['destination.port', ports],
] as const).flatMap(([key, values]) => [
  fc.record({ key: fc.constant(key), values }), fc.record({ key: fc.constant(key), notValues: values }),
]));
const list = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 1, maxLength: 2 });
const rule: fc.Arbitrary<AuthorizationRule> = fc.record({
  from: list(source), to: list(operation), when: fc.array(condition, { minLength: 1, maxLength: 1 }),
}, { requiredKeys: [] });
const selected = fc.constantFrom(undefined, ...APPS);
const authorization: fc.Arbitrary<AuthorizationSpec> = fc.record({
  selector: selected, action: fc.constantFrom('ALLOW', 'ALLOW', 'DENY', undefined), rules: fc.array(rule, { maxLength: 3 }),
}).filter(({ action, rules }) => action !== 'DENY' || rules.length > 0).map(({ selector, action, rules }) => ({
  ...selector === undefined ? {} : { selector: { matchLabels: { app: selector } } }, ...action === undefined ? {} : { action: action as 'ALLOW' | 'DENY' }, rules,
}));

function sidecarHosts(odd: boolean): fc.Arbitrary<string[]> {
  const services = NAMESPACES.flatMap((namespace) => APPS.map((app) => ({ namespace, host: `${app}.${namespace}.svc.cluster.local` })));
  const plain = ['./*', '*/*', 'a/*', 'b/*', '~/*', ...services.map(({ namespace, host }) => `${namespace}/${host}`)];
  const read = [...services.flatMap(({ host }) => ['a', 'b', '*', '.'].map((namespace) => `${namespace}/${host}`)), '*/*.a.svc.cluster.local', 'b/*.a.svc.cluster.local'];
  return fc.uniqueArray(fc.constantFrom(...plain, ...odd ? read : []), { minLength: 1, maxLength: 3 });
}

function sidecars(odd: boolean): fc.Arbitrary<Policy<SidecarSpec>[]> {
  const listener = fc.record({
    hosts: sidecarHosts(odd),
    ...odd ? { port: fc.constantFrom(undefined, undefined, { number: 80, protocol: 'HTTP', name: 'http' }) } : {},
  }).map(({ hosts, ...more }) => ({ hosts, ...more.port === undefined ? {} : { port: more.port } }));
  const spec = fc.record({
    outboundTrafficPolicy: fc.record({ mode: fc.constantFrom('ALLOW_ANY' as const, 'REGISTRY_ONLY' as const) }),
    egress: fc.array(listener, { minLength: odd ? 0 : 1, maxLength: 1 }),
  }, { requiredKeys: [] });
  const places = NAMESPACES.flatMap((namespace) => [undefined, ...APPS].map((app) => ({ namespace, app })));
  return fc.subarray(places, { maxLength: 4 }).chain((chosen) => fc.tuple(...chosen.map(({ namespace, app }, i) => spec.map((own) => ({
    namespace, name: `sidecar-${i}`, spec: { ...app === undefined ? {} : { workloadSelector: { labels: { app } } }, ...own },
  })))));
}

const networkPeer = fc.record({
  namespaceSelector: fc.constantFrom(...NAMESPACES).map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })),
  podSelector: fc.constantFrom(...APPS).map((app) => ({ matchLabels: { app } })),
}, { requiredKeys: ['namespaceSelector'] });
const networkRules = (peers: 'from' | 'to') => fc.array(fc.record({
  [peers]: list(networkPeer), ports: list(fc.constantFrom(...PORTS).map((port) => ({ protocol: 'TCP', port }))),
}, { requiredKeys: [] }), { minLength: 1, maxLength: 2 });
const podSelector = selected.map((app) => app === undefined ? {} : { matchLabels: { app } });
const networkPolicy = fc.oneof(
  fc.record({ podSelector, policyTypes: fc.constant(['Ingress']), ingress: networkRules('from') }),
  fc.record({ podSelector, policyTypes: fc.constant(['Egress']), egress: networkRules('to') }),
);

function named<Spec>(kind: string, namespace: fc.Arbitrary<string>, spec: fc.Arbitrary<Spec>, maxLength: number): fc.Arbitrary<Policy<Spec>[]> {
  return fc.array(fc.record({ namespace, spec }), { maxLength }).map((all) => all.map((one, i) => ({ ...one, name: `${kind}-${i}` })));
}

/**
 * @param odd also what is known to be read otherwise by NCA (see readings.ts)
 */
function worlds(odd: boolean): fc.Arbitrary<IstioWorld> {
  const namespace = fc.constantFrom(...NAMESPACES);
  const protocol = odd ? fc.constantFrom('http' as const, 'http' as const, 'tcp' as const) : fc.constant('http' as const);
  return fc.record({
    pods: fc.uniqueArray(fc.record({
      namespace,
      app: fc.constantFrom(...APPS),
      serviceAccount: fc.constantFrom(...ACCOUNTS),
      ports: fc.subarray(PORTS, { minLength: 1 }),
      unserved: odd ? fc.constantFrom(undefined, undefined, ...PORTS) : fc.constant(undefined),
      protocol,
    }), { minLength: 3, maxLength: 5, selector: (pod) => `${pod.namespace}/${pod.app}` }),
    authorizationPolicies: named('authorization', odd ? fc.constantFrom(...NAMESPACES, ...NAMESPACES, ROOT_NAMESPACE) : namespace, authorization, 5),
    sidecars: sidecars(odd),
    networkPolicies: named('network', namespace, networkPolicy as fc.Arbitrary<object>, 2),
  }).map(({ pods, ...policies }) => ({
    ...policies,
    pods: pods.map(({ unserved, protocol: declared, ...pod }) => ({
      ...pod, served: pod.ports.filter((target) => pod.ports.length === 1 || target !== unserved).map((target) => ({ target, protocol: declared })),
    })),
  }));
}

/** The same worlds for the same seed. Most hold nothing on which NCA is known to differ. */
export function randomIstioWorlds(seed: number, count: number): IstioWorld[] {
  return fc.sample(fc.oneof({ weight: 3, arbitrary: worlds(false) }, { weight: 2, arbitrary: worlds(true) }), { seed, numRuns: count });
}
