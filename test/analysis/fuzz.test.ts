import fc from 'fast-check';
import { authorization, networking, peerAuthentication, requestAuthentication, world } from './world';
import { decide } from '../../src/analysis/decision/decide';
import { buildModel } from '../../src/analysis/model';
import { readRequest } from '../../src/analysis/read-request';
import { InputError } from '../../src/cli/input-error';
import { parseManifests } from '../../src/cli/parse-manifests';

/* No input makes it throw anything but its own errors. */

const KEYS = [
  'apiVersion', 'kind', 'metadata', 'name', 'namespace', 'labels', 'annotations', 'spec', 'rules', 'from', 'to', 'when', 'source', 'operation', 'principals',
  'notPaths', 'paths', 'ports', 'hosts', 'http', 'match', 'uri', 'route', 'destination', 'host', 'subset', 'subsets', 'egress', 'ingress', 'selector',
  'matchLabels', 'mtls', 'mode', 'portLevelMtls', 'trafficPolicy', 'tls', 'template', 'containers', 'items', 'servers', 'gateways', 'delegate', 'podSelector',
  'policyTypes', 'jwtRules', 'number', 'port', 'targetPort', 'protocol', 'action', 'key', 'values', 'workloadSelector', 'constructor', '__proto__',
];
const KINDS = [
  ['v1', 'Service'], ['v1', 'Pod'], ['v1', 'Namespace'], ['v1', 'List'], ['v1', 'ConfigMap'], ['apps/v1', 'Deployment'], ['batch/v1', 'CronJob'], ['argoproj.io/v1', 'Rollout'],
  ['security.istio.io/v1', 'AuthorizationPolicy'], ['security.istio.io/v1', 'PeerAuthentication'], ['security.istio.io/v1', 'RequestAuthentication'],
  ['networking.istio.io/v1', 'Sidecar'], ['networking.istio.io/v1', 'VirtualService'], ['networking.istio.io/v1', 'DestinationRule'], ['networking.istio.io/v1', 'Gateway'],
  ['networking.istio.io/v1', 'ServiceEntry'], ['networking.istio.io/v1', 'WorkloadEntry'], ['networking.istio.io/v1', 'EnvoyFilter'],
  ['networking.k8s.io/v1', 'NetworkPolicy'], ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
];
const words = fc.constantFrom('*', 'STRICT', 'DISABLE', 'ALLOW', 'DENY', 'CUSTOM', 'shop', 'pay', 'api', 'web', 'mesh', '/', '/a*', '{*}', '(', '[', '10.0.0.0/8', '~/*', '*/*', 'http', '80', '');
const leaf = fc.oneof(words, fc.string({ maxLength: 6 }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec<{ readonly tree: unknown }>(tie => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 4 })), tie('tree'), { maxKeys: 4 })),
}));
const object = fc.tuple(fc.constantFrom(...KINDS), fc.constantFrom('shop', 'pay', 'istio-system'), fc.constantFrom('api', 'web', 'p'), tree)
  .map(([[apiVersion, kind], namespace, name, spec]) => ({ apiVersion, kind, metadata: { name, namespace }, spec }));

/** Replaces one part of a sound object by anything. */
const sound = [
  authorization('pay/p', { action: 'ALLOW', rules: [{ from: [{ source: { principals: ['*'], ipBlocks: ['10.0.0.0/8'] } }], to: [{ operation: { paths: ['/a'] } }], when: [{ key: 'source.ip', values: ['1.1.1.1'] }] }] }),
  peerAuthentication('pay/p', { selector: { matchLabels: { app: 'api' } }, mtls: { mode: 'STRICT' }, portLevelMtls: { 8080: { mode: 'DISABLE' } } }),
  requestAuthentication('pay/p', { jwtRules: [{ issuer: 'i', audiences: ['a'] }] }),
  networking('Sidecar', 'shop/p', { egress: [{ port: { number: 80 }, hosts: ['pay/*'] }], outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }),
  networking('VirtualService', 'pay/p', { hosts: ['api'], http: [{ match: [{ uri: { regex: '/.*' }, headers: { a: { exact: 'b' } } }], rewrite: { uri: '/x' }, route: [{ destination: { host: 'api', subset: 'v1' }, weight: 1 }] }] }),
  networking('DestinationRule', 'pay/p', { host: 'api', trafficPolicy: { tls: { mode: 'SIMPLE' }, portLevelSettings: [{ port: { number: 80 } }] }, subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
  networking('Gateway', 'pay/p', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }] }),
];
const mutated = fc.tuple(fc.constantFrom(...sound), fc.integer({ min: 0, max: 60 }), tree).map(([original, at, value]) => {
  let seen = 0;
  const copy = (part: unknown): unknown => {
    seen += 1;
    if (seen === at) { return value; }
    if (Array.isArray(part)) { return part.map(copy); }
    return typeof part === 'object' && part !== null ? Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, copy(entry)])) : part;
  };
  return { ...original, spec: copy(original.spec) };
});

const questions = [
  { from: { namespace: 'shop', workload: 'web' }, to: { namespace: 'pay', workload: 'api' }, port: 8080, method: 'GET', path: '/a?b' },
  { from: { namespace: 'legacy', workload: 'batch' }, to: { namespace: 'pay', workload: 'api' }, port: 3306 },
  { from: { principal: 'a' }, to: { namespace: 'pay', workload: 'api' }, port: 8080, method: 'GET', claims: { iss: 'i', sub: 's' } },
  { from: { outside: true, address: '1.1.1.1' }, to: { namespace: 'pay', workload: 'api' }, port: 9999, method: 'GET', host: '[::1]:80' },
  { from: { internet: true }, to: { namespace: 'pay', workload: 'api' }, port: 8080, method: 'GET' },
];

function decideAll(manifests: readonly unknown[]): void {
  const model = buildModel(manifests.map(manifest => ({ object: manifest })));
  for (const question of questions) {
    const request = readRequest(question);
    if (typeof request !== 'string') { expect(['ALLOW', 'DENY', 'UNKNOWN']).toContain(decide(model, request).verdict); }
  }
}

describe('no input makes it throw', () => {
  test('random objects', () => fc.assert(fc.property(fc.array(object, { maxLength: 5 }), objects => decideAll([...world(), ...objects])), { numRuns: 400 }));
  test('sound objects with one part replaced', () => fc.assert(fc.property(fc.array(mutated, { minLength: 1, maxLength: 4 }), objects => decideAll([...world(), ...objects])), { numRuns: 800 }));
  test('anything instead of objects', () => fc.assert(fc.property(fc.array(tree), objects => decideAll(objects)), { numRuns: 300 }));
  test('any request', () => fc.assert(fc.property(tree, value => { readRequest(value); }), { numRuns: 500 }));
  test('any text, but with an error of its own', () => fc.assert(fc.property(
    fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'ab:-[]{}&*!|>"\'\n\t #%@`,?0'), maxLength: 60 })), fc.constantFrom('f.yaml', 'f.json'), (text, file) => {
      try { parseManifests(file, text); } catch (error) { if (!(error instanceof InputError)) { throw error; } }
    }), { numRuns: 1500 }));
});

describe('what cannot be read is never allowed by a policy', () => {
  test('a mutated policy that the API would refuse does not open more than its parts', () => fc.assert(fc.property(mutated.filter(candidate => 'kind' in candidate && candidate.kind === 'AuthorizationPolicy'), policy => {
    const model = buildModel([...world(authorization('pay/nothing', {})), policy].map(manifest => ({ object: manifest })));
    const [element] = model.authorizationPolicies.in('pay').filter(({ name }) => name === 'p');
    const request = readRequest(questions[0]);
    if (typeof request === 'string' || element.problems.length === 0) { return; }
    expect(decide(model, request).verdict).not.toBe('ALLOW');
  }), { numRuns: 400 }));
});
