import type { Client, MergedRule } from '../../../src/analysis/decision/destination-rules';
import { destinationRuleFor, endpointTls, policyForPort } from '../../../src/analysis/decision/destination-rules';
import { buildModel } from '../../../src/analysis/model';
import type { MeshModel, TrafficPolicy, ModelOptions } from '../../../src/analysis/model';
import type { Json } from '../world';
import { networking, world } from '../world';

const host = 'api.pay.svc.cluster.local';
const mode = (value: string): Json => ({ tls: { mode: value } });
const rule = (at: string, spec: Json = {}): Json => networking('DestinationRule', at, { host, ...spec });
const web: Client = { namespace: 'shop', labels: new Map([['app', 'web']]) };

function ruleFor(rules: readonly Json[], client = web, options: ModelOptions = {}): MergedRule | undefined {
  const model: MeshModel = buildModel(world(...rules).map(object => ({ object })), options);
  const api = model.services.all.find(service => service.host === host);
  if (api === undefined) { throw new Error('no api'); }
  return destinationRuleFor(model, client, api);
}
const chosen = (rules: readonly Json[], client = web, options: ModelOptions = {}): string | undefined => {
  const found = ruleFor(rules, client, options)?.rule;
  return found === undefined ? undefined : `${found.namespace}/${found.name}`;
};

describe('the rule for a host', () => {
  test.each<[string, readonly Json[], string | undefined]>([
    ['is none where there is none', [], undefined],
    ['is none for another host', [rule('pay/a', { host: 'db' })], undefined],
    ['is of the caller\'s namespace first', [rule('pay/a'), rule('shop/b'), rule('istio-system/c')], 'shop/b'],
    ['then of the service\'s', [rule('pay/a'), rule('istio-system/c')], 'pay/a'],
    ['then of the root', [rule('istio-system/c'), rule('legacy/d')], 'istio-system/c'],
    ['is of no other namespace', [rule('legacy/d')], undefined],
    ['is the more specific of a namespace', [rule('shop/a', { host: '*.pay.svc.cluster.local' }), rule('shop/b')], 'shop/b'],
    ['is the longer wildcard', [rule('shop/a', { host: '*.local' }), rule('shop/b', { host: '*.pay.svc.cluster.local' })], 'shop/b'],
    ['of the caller\'s namespace wins, however general', [rule('pay/a'), rule('shop/b', { host: '*' })], 'shop/b'],
    ['that stays in its namespace is for callers there', [rule('pay/a', { exportTo: ['.'] })], undefined],
    ['that stays in the caller\'s is the caller\'s', [rule('shop/a', { exportTo: ['.'] })], 'shop/a'],
    ['that is not for the caller\'s own namespace is none', [rule('shop/a', { exportTo: ['legacy'] }), rule('pay/b')], 'pay/b'],
    ['that is exported to others only hides less specific ones', [rule('pay/a', { exportTo: ['legacy'] }), rule('pay/b', { host: '*' })], undefined],
    ['that is exported to the caller', [rule('pay/a', { exportTo: ['shop'] })], 'pay/a'],
    ['that is private does not hide one that is exported', [rule('pay/a', { exportTo: ['.'] }), rule('pay/b', { host: '*' })], 'pay/b'],
    ['exported to its own namespace by name is private', [rule('pay/a', { exportTo: ['pay'] }), rule('pay/b', { host: '*' })], 'pay/b'],
    ['exportTo: [] is the mesh\'s default', [rule('pay/a', { exportTo: [] })], 'pay/a'],
  ])('%s', (_, rules, expected) => expect(chosen(rules)).toBe(expected));

  test('the mesh may keep rules in their namespaces', () => {
    const options = { meshConfig: { destinationRuleExportTo: ['.'] } };
    expect(chosen([rule('pay/a')], web, options)).toBeUndefined();
    expect(chosen([rule('shop/a')], web, options)).toBe('shop/a');
    expect(chosen([rule('pay/a', { exportTo: ['*'] })], web, options)).toBe('pay/a');
  });

  test('of the root namespace, callers there use what is private as their own', () => {
    const root: Client = { namespace: 'istio-system', labels: new Map() };
    expect(chosen([rule('istio-system/a', { exportTo: ['.'] }), rule('pay/b')], root)).toBe('istio-system/a');
    expect(chosen([rule('istio-system/a'), rule('pay/b')], root)).toBe('pay/b');
  });

  test('for some workloads is for those, and for their namespace only', () => {
    const selective = (at: string, app: string): Json => rule(at, { workloadSelector: { matchLabels: { app } } });
    expect(chosen([rule('shop/a'), selective('shop/b', 'web')])).toBe('shop/b');
    expect(chosen([rule('shop/a'), selective('shop/b', 'other')])).toBe('shop/a');
    expect(chosen([selective('shop/b', 'other'), rule('pay/a')])).toBeUndefined();
    expect(chosen([selective('pay/b', 'web'), rule('istio-system/a')])).toBe('istio-system/a');
    expect(chosen([rule('pay/b', { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['*'] })])).toBeUndefined();
  });
});

describe('several rules for one host', () => {
  const subset = (name: string, version: string): Json => ({ name, labels: { version } });

  test('the oldest keeps its subsets and its policy, younger ones add to it', () => {
    const merged = ruleFor([
      rule('shop/a', { subsets: [subset('v1', '1')] }),
      rule('shop/b', { trafficPolicy: mode('DISABLE'), subsets: [subset('v1', 'x'), subset('v2', '2')] }),
      rule('shop/c', { trafficPolicy: mode('SIMPLE') }),
    ]);
    expect(merged?.rule.name).toBe('b');
    expect(merged?.trafficPolicy?.tls?.mode).toBe('DISABLE');
    expect(merged?.subsets.map(({ subset: { name, labels }, rule: of }) => [name, labels.get('version'), of.name])).toEqual([['v1', '1', 'a'], ['v2', '2', 'b']]);
    expect(merged).not.toHaveProperty('broken');
  });
  test('without a policy the oldest is named', () => {
    const merged = ruleFor([rule('shop/a'), rule('shop/b')]);
    expect(merged?.rule.name).toBe('a');
    expect(merged).not.toHaveProperty('trafficPolicy');
  });
  test('one that cannot be read is told', () => expect(ruleFor([rule('shop/a'), rule('shop/b', { subsets: 'x' })])?.broken?.name).toBe('b'));
  test('that are exported differently are not merged: the group that began last counts', () => {
    expect(chosen([rule('shop/a', { trafficPolicy: mode('SIMPLE') }), rule('shop/b', { exportTo: ['*', '.'] }), rule('shop/c', { exportTo: ['.', '*'], trafficPolicy: mode('DISABLE') })])).toBe('shop/c');
    expect(ruleFor([rule('shop/a', { trafficPolicy: mode('SIMPLE') }), rule('shop/b', { exportTo: ['*'] }), rule('shop/c', { trafficPolicy: mode('DISABLE') })])).toMatchObject({ rule: { name: 'b' } });
  });
  test('of those for some workloads the group that began first counts', () => {
    const selective = (at: string, labels: Json, policy: string): Json =>
      rule(at, { workloadSelector: { matchLabels: labels }, trafficPolicy: mode(policy) });
    const client: Client = { namespace: 'shop', labels: new Map([['app', 'web'], ['v', '1']]) };
    expect(chosen([selective('shop/a', { app: 'web' }, 'SIMPLE'), selective('shop/b', { v: '1' }, 'DISABLE')], client)).toBe('shop/a');
    const both = ruleFor([rule('shop/a', { workloadSelector: { matchLabels: { app: 'web', v: '1' } } }), selective('shop/b', { v: '1', app: 'web' }, 'DISABLE')], client);
    expect(both?.trafficPolicy?.tls?.mode).toBe('DISABLE');
  });
});

describe('a traffic policy', () => {
  const policy = (spec: Json): TrafficPolicy | undefined => ruleFor([rule('shop/a', { trafficPolicy: spec })])?.trafficPolicy;

  test('an entry for a port replaces the rest of it', () => {
    const both = policy({ ...mode('SIMPLE'), loadBalancer: { simple: 'PASSTHROUGH' }, portLevelSettings: [{ port: { number: 81 }, ...mode('DISABLE') }, { port: { number: 80 } }] });
    expect(policyForPort(both, 82)).toMatchObject({ tls: { mode: 'SIMPLE' }, passthrough: true, rule: 'trafficPolicy' });
    expect(policyForPort(both, 81)).toMatchObject({ tls: { mode: 'DISABLE' }, passthrough: false, rule: 'trafficPolicy.portLevelSettings[0]' });
    expect(policyForPort(both, 80)).toMatchObject({ passthrough: false, rule: 'trafficPolicy.portLevelSettings[1]' });
    expect(policyForPort(both, 80)?.tls).toBeUndefined();
    expect(policyForPort(undefined, 80)).toBeUndefined();
  });

  test('as endpoints are discovered, an entry without TLS leaves the policy\'s', () => {
    const both = policy({ ...mode('SIMPLE'), portLevelSettings: [{ port: { number: 81 }, ...mode('DISABLE') }, { port: { number: 80 } }] });
    expect([80, 81, 82].map(port => endpointTls(both, port)?.mode)).toEqual(['SIMPLE', 'DISABLE', 'SIMPLE']);
    expect(endpointTls(policy({ portLevelSettings: [{ port: { number: 81 }, ...mode('DISABLE') }] }), 80)).toBeUndefined();
    expect(endpointTls(undefined, 80)).toBeUndefined();
  });
});
