import { ask, authorization, namespace, peerAuthentication, TCP, verdict, workload, world } from './world';
import type { Json, PodOptions } from './world';

const closed = [authorization('pay/nothing', {}), peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } })];
/** A closed callee whose pods are special in some way. */
const callee = (options: PodOptions, ...more: Json[]): Json[] => world(workload('pay/api', options), ...closed, ...more);
const annotated = (annotations: Json): Json[] => callee({ annotations });

describe('an inbound port that goes around the sidecar is open to everybody', () => {
  test('if it does not, it is closed', () => expect(verdict(callee({}), { from: 'outside' })).toBe('DENY'));
  test.each<[string, Json[], string]>([
    ['excludeInboundPorts', annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': '9090, 8080' }), 'ALLOW'],
    ['other excludeInboundPorts', annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': '80' }), 'DENY'],
    ['includeInboundPorts without it', annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '3306' }), 'ALLOW'],
    ['includeInboundPorts with it', annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '3306,8080' }), 'DENY'],
    ['includeInboundPorts *', annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '*' }), 'DENY'],
    ['includeInboundPorts empty', annotated({ 'traffic.sidecar.istio.io/includeInboundPorts': '' }), 'ALLOW'],
    ['a list that cannot be read', annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': 'all' }), 'UNKNOWN'],
    ['interception mode NONE', annotated({ 'sidecar.istio.io/interceptionMode': 'NONE' }), 'UNKNOWN'],
    ['hostNetwork', callee({ spec: { hostNetwork: true } }), 'ALLOW'],
    ['the label inject: "false"', callee({ labels: { 'sidecar.istio.io/inject': 'false' } }), 'ALLOW'],
    ['the annotation inject: "false"', annotated({ 'sidecar.istio.io/inject': 'false' }), 'ALLOW'],
  ])('%s', (_, manifests, expected) => expect(verdict(manifests, { from: 'outside' })).toBe(expected));

  test.each([15020, 15021, 15090])('the agent\'s port %d', port => expect(verdict(callee({}), { from: 'outside', port })).toBe('ALLOW'));

  test('the answer says so', () => {
    const decision = ask(annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' }), { from: 'outside' });
    expect(decision.reason).toContain('goes around its sidecar');
    expect(decision.layers.find(layer => layer.layer === 'mutualTls')?.boundary).toBe(false);
  });
  test('a caller with a sidecar sends mutual TLS to it, which nobody ends', () => {
    expect(verdict(annotated({ 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' }))).toBe('DENY');
  });
});

describe('outbound traffic that goes around the sidecar has no identity', () => {
  const identified = authorization('pay/known', { rules: [{ from: [{ source: { principals: ['*'] } }] }] });
  test.each<[string, Json, string]>([
    ['nothing excluded', {}, 'ALLOW'],
    ['excludeOutboundPorts, of the Service', { 'traffic.sidecar.istio.io/excludeOutboundPorts': '80' }, 'DENY'],
    ['excludeOutboundPorts, of the container', { 'traffic.sidecar.istio.io/excludeOutboundPorts': '8080' }, 'ALLOW'],
    ['excludeOutboundIPRanges, an address nobody knows', { 'traffic.sidecar.istio.io/excludeOutboundIPRanges': '10.0.0.0/8' }, 'UNKNOWN'],
    ['excludeOutboundIPRanges, all', { 'traffic.sidecar.istio.io/excludeOutboundIPRanges': '0.0.0.0/0' }, 'DENY'],
    ['includeOutboundIPRanges *', { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '*' }, 'ALLOW'],
    ['includeOutboundIPRanges, some', { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '10.0.0.0/8' }, 'UNKNOWN'],
    ['includeOutboundPorts', { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '', 'traffic.sidecar.istio.io/includeOutboundPorts': '80' }, 'ALLOW'],
    ['includeOutboundIPRanges empty', { 'traffic.sidecar.istio.io/includeOutboundIPRanges': '' }, 'DENY'],
  ])('%s', (_, annotations, expected) => expect(verdict(world(workload('shop/web', { annotations }), identified))).toBe(expected));
});

describe('who is injected', () => {
  const inject = 'sidecar.istio.io/inject';
  const cases: readonly [string, Json | undefined, PodOptions, string][] = [
    ['istio-injection: enabled', { 'istio-injection': 'enabled' }, {}, 'yes'],
    ['a revision', { 'istio.io/rev': 'canary' }, {}, 'yes'],
    ['istio-injection: disabled wins over a revision', { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' }, {}, 'no'],
    ['no label', {}, {}, 'no'],
    ['no label, but the pod asks', {}, { labels: { [inject]: 'true' } }, 'yes'],
    ['no label, and only an annotation asks', {}, { annotations: { [inject]: 'true' } }, 'no'],
    ['disabled, with any word but enabled, even none', { 'istio-injection': '' }, { labels: { [inject]: 'true' } }, 'no'],
    ['enabled, and the pod says yes in other words', { 'istio-injection': 'enabled' }, { annotations: { [inject]: 'Yes' } }, 'yes'],
    ['enabled, and the pod says what is no word for yes', { 'istio-injection': 'enabled' }, { annotations: { [inject]: 'sure' } }, 'no'],
    ['no label, and the pod asks in other words', {}, { labels: { [inject]: 'yes' } }, 'no'],
    ['enabled, but the pod refuses', { 'istio-injection': 'enabled' }, { labels: { [inject]: 'false' } }, 'no'],
    ['the label wins over the annotation', { 'istio-injection': 'enabled' }, { labels: { [inject]: 'true' }, annotations: { [inject]: 'false' } }, 'yes'],
    ['disabled, and the pod asks', { 'istio-injection': 'disabled' }, { labels: { [inject]: 'true' } }, 'no'],
    ['a proxy in the manifest', {}, { spec: { containers: [{ name: 'istio-proxy' }] } }, 'yes'],
    ['a native sidecar in the manifest', {}, { spec: { initContainers: [{ name: 'istio-proxy' }] } }, 'yes'],
    ['another template', { 'istio-injection': 'enabled' }, { annotations: { 'inject.istio.io/templates': 'grpc-agent' } }, 'unknown'],
    ['the usual template and more', { 'istio-injection': 'enabled' }, { annotations: { 'inject.istio.io/templates': 'sidecar, extra' } }, 'yes'],
    ['another template, and not injected', {}, { annotations: { 'inject.istio.io/templates': 'gateway' } }, 'no'],
    ['a namespace that is not in the manifests', undefined, {}, 'unknown'],
  ];
  test.each(cases)('%s', (_, labels, options, expected) => {
    const manifests = world(...labels === undefined ? [] : [namespace('lab', labels)], workload('lab/x', options), authorization('lab/nothing', {}));
    const got = verdict(manifests, { from: 'outside', to: 'lab/x' });
    expect(got).toBe({ yes: 'DENY', no: 'ALLOW', unknown: 'UNKNOWN' }[expected]);
  });

  test('what is not known of the namespace does not matter where it changes nothing', () => {
    const decision = ask(world(workload('lab/x')), { from: 'outside', to: 'lab/x' });
    expect(decision.verdict).toBe('ALLOW');
    expect(decision.layers.find(layer => layer.layer === 'interception')?.reason).toContain('not in the manifests');
  });
  test('a machine outside of the cluster may or may not have a proxy', () => {
    const machine = { apiVersion: 'networking.istio.io/v1', kind: 'WorkloadEntry', metadata: { name: 'vm', namespace: 'pay' }, spec: { address: '1.2.3.4', labels: { app: 'vm' } } };
    expect(verdict(world(machine, authorization('pay/nothing', {})), { from: 'outside', to: 'pay/vm' })).toBe('UNKNOWN');
  });
});

describe('ambient mode is not modelled', () => {
  const ambient = [namespace('mesh', { 'istio.io/dataplane-mode': 'ambient' }), workload('mesh/x')];
  test('at the callee', () => expect(ask(world(...ambient), { to: 'mesh/x' })).toMatchObject({ verdict: 'UNKNOWN' }));
  test('at the caller', () => expect(verdict(world(...ambient), { from: 'mesh/x' })).toBe('UNKNOWN'));
  test('a pod may leave it', () => {
    expect(verdict(world(ambient[0], workload('mesh/x', { labels: { 'istio.io/dataplane-mode': 'none' } })), { to: 'mesh/x' })).toBe('ALLOW');
  });
});

test('a workload that nobody knows is unknown', () => {
  expect(verdict(world(), { to: 'pay/nobody' })).toBe('UNKNOWN');
  expect(verdict(world(), { from: 'shop/nobody' })).toBe('UNKNOWN');
});

test.each([['StatefulSet', 'apps/v1'], ['DaemonSet', 'apps/v1'], ['Job', 'batch/v1'], ['ReplicaSet', 'apps/v1'], ['Rollout', 'argoproj.io/v1alpha1']])('%s is a workload', (kind, apiVersion) => {
  expect(verdict(world({ ...workload('pay/w', { kind }), apiVersion }, authorization('pay/nothing', {})), { to: 'pay/w' })).toBe('DENY');
});

test('CronJobs and Pods are workloads', () => {
  const { metadata, spec } = workload('pay/w');
  const cron = { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { jobTemplate: { spec } } };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels: { app: 'w' } }, spec: spec.template.spec };
  for (const manifest of [cron, pod]) { expect(verdict(world(manifest, authorization('pay/nothing', {})), { to: 'pay/w' })).toBe('DENY'); }
});

test('a Rollout may borrow its pods from a Deployment', () => {
  const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'r', namespace: 'pay' }, spec: { workloadRef: { kind: 'Deployment', name: 'api' } } };
  expect(verdict(world(rollout, authorization('pay/nothing', { selector: { matchLabels: { app: 'api' } } })), { to: 'pay/r' })).toBe('DENY');
});

test('TCP meets the sidecar as HTTP does', () => {
  expect(verdict(callee({}), { ...TCP, from: 'outside' })).toBe('DENY');
});
