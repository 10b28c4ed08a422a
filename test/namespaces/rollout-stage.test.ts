import { App } from 'cdk8s';
import type { AccessRequest } from '../../src';
import {
  AccessCaller, CanaryService, DenyPolicy, HttpCall, Injection, LeastPrivilegeWorkload, MeshAccess, MtlsMode, RolloutStage, SecureNamespace,
} from '../../src';
import { Manifests, refusal } from '../_manifests';

function shop(rollout?: RolloutStage, more: { readonly mtls?: MtlsMode } = {}): App {
  const app = new App();
  const namespace = new SecureNamespace(app, 'shop', { ...rollout ? { rollout } : {}, ...more });
  const legacy = new SecureNamespace(app, 'legacy', { injection: Injection.disabled(), enforce: [] });
  new LeastPrivilegeWorkload(legacy, 'job', { image: 'job:1' });
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
  const orders = new CanaryService(namespace, 'orders', { port: 8080 });
  orders.addVersion('v1', { image: 'orders:1' });
  web.calls.to(orders, HttpCall.get('/orders/*'));
  return app;
}

function verdicts(app: App): string[] {
  const access = MeshAccess.fromApp(app);
  const ask = (from: AccessCaller, more: Partial<AccessRequest> = {}) =>
    access.decide({ from, to: { namespace: 'shop', workload: 'orders-v1' }, port: 8080, method: 'GET', path: '/orders/1', ...more }).verdict;
  const web = AccessCaller.workload('shop', 'web-v1');
  return [ask(web), ask(web, { path: '/admin' }), ask(AccessCaller.workload('legacy', 'job-v1'))];
}

describe('a namespace on its way to least privilege', () => {
  test('refuses nothing while it observes', () => {
    expect(verdicts(shop(RolloutStage.OBSERVE))).toEqual(['ALLOW', 'ALLOW', 'ALLOW']);
  });
  test('refuses plain text when it warns', () => {
    expect(verdicts(shop(RolloutStage.WARN))).toEqual(['ALLOW', 'ALLOW', 'DENY']);
  });
  test('refuses what was not declared when it enforces, as it does by default', () => {
    expect(verdicts(shop(RolloutStage.ENFORCE))).toEqual(['ALLOW', 'DENY', 'DENY']);
    expect(Manifests.of(shop(RolloutStage.ENFORCE)).yaml).toBe(Manifests.of(shop()).yaml);
  });

  test('is proved at every stage, against what the stage declares', () => {
    for (const stage of Object.values(RolloutStage)) {
      expect(refusal(shop(stage))).toBe('');
    }
  });

  const kinds = (stage: RolloutStage) => Manifests.of(shop(stage)).all
    .filter(({ metadata }) => metadata.namespace === 'shop')
    .filter(({ kind }) => ['PeerAuthentication', 'AuthorizationPolicy', 'NetworkPolicy', 'Sidecar'].includes(kind))
    .map(({ kind, metadata, spec }) => `${kind} ${metadata.name} ${spec.mtls?.mode ?? ''}${metadata.annotations?.['istio.io/dry-run'] ? 'dry run' : ''}`.trim());

  test('tries the policies of its workloads first, and the denial of all else next', () => {
    expect(kinds(RolloutStage.OBSERVE)).toEqual([
      'PeerAuthentication default PERMISSIVE', 'AuthorizationPolicy orders dry run', 'AuthorizationPolicy web dry run',
    ]);
    expect(kinds(RolloutStage.WARN)).toEqual([
      'PeerAuthentication default STRICT', 'AuthorizationPolicy deny-all dry run', 'AuthorizationPolicy orders dry run', 'AuthorizationPolicy web dry run',
    ]);
    expect(kinds(RolloutStage.ENFORCE)).toEqual(expect.arrayContaining(['AuthorizationPolicy deny-all', 'NetworkPolicy default-deny', 'Sidecar default']));
  });

  test('says what to watch', () => {
    expect(new SecureNamespace(new App(), 'shop').dryRunQuery).toContain('namespace="shop", authz_dry_run_action="allow"');
  });

  test('only tries what it denies, unless told otherwise', () => {
    const app = new App();
    const namespace = new SecureNamespace(app, 'shop', { rollout: RolloutStage.OBSERVE });
    const workload = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 8080 });
    new DenyPolicy(namespace, 'trial', { workload });
    new DenyPolicy(namespace, 'real', { workload, dryRun: false });
    const annotations = (name: string) => Manifests.of(app).get('AuthorizationPolicy', name).metadata.annotations;
    expect([annotations('trial'), annotations('real')]).toEqual([{ 'istio.io/dry-run': 'true' }, undefined]);
  });

  test('takes the mutual TLS that it is told', () => {
    expect(Manifests.of(shop(RolloutStage.OBSERVE, { mtls: MtlsMode.STRICT })).spec('PeerAuthentication', 'default').mtls.mode).toBe('STRICT');
  });

  test('knows its stages only', () => {
    expect(refusal(shop('soon' as RolloutStage))).toContain("rollout stage 'soon'");
  });
});
