import { App } from 'cdk8s';
import type { AccessRequest, DenyPolicyProps } from '../../src';
import {
  AccessCaller, AuditPolicy, DenyPolicy, HttpCall, Injection, LeastPrivilegeWorkload, MeshAccess, RequestCondition, SecureNamespace, TcpCall,
  WorkloadPort,
} from '../../src';
import { Manifests, refusal } from '../_manifests';
import { linesOf } from '../bad-input/_refused';

class Shop {
  public readonly app = new App();
  public readonly namespace = new SecureNamespace(this.app, 'shop');
  public readonly web = this.workload('web', WorkloadPort.http(8080));
  public readonly batch = this.workload('batch', WorkloadPort.http(8080));
  public readonly orders = this.workload('orders', WorkloadPort.http(8080), WorkloadPort.tcp(5432));

  public constructor() {
    for (const caller of [this.web, this.batch]) {
      caller.calls.to(this.orders, HttpCall.get('/orders/*'), TcpCall.port());
    }
  }

  public workload(id: string, ...ports: WorkloadPort[]): LeastPrivilegeWorkload {
    return new LeastPrivilegeWorkload(this.namespace, id, { image: `${id}:1`, ports });
  }

  public deny(props: DenyPolicyProps): this {
    new DenyPolicy(this.namespace, 'nobody', props);
    return this;
  }

  public verdict(from: string, request: Partial<AccessRequest> = {}): string {
    return MeshAccess.fromManifests([...Manifests.of(this.app).all]).decide({
      from: AccessCaller.workload('shop', from), to: { namespace: 'shop', workload: 'orders-v1' }, port: 8080, method: 'GET', path: '/orders/1', ...request,
    }).verdict;
  }

  public get problems(): string {
    return linesOf(refusal(this.app)).join('\n');
  }
}

const ADMIN = HttpCall.of({ paths: ['/admin/*'] });

describe('what is denied', () => {
  test('is denied whatever else allows it, and no more', () => {
    const shop = new Shop();
    shop.web.calls.to(shop.orders, HttpCall.get('/admin/users'));
    shop.deny({ workload: shop.orders, calls: [ADMIN], from: [shop.batch] });
    shop.batch.calls.to(shop.orders, HttpCall.get('/other'));
    expect([shop.verdict('web-v1', { path: '/admin/users' }), shop.verdict('batch-v1'), shop.verdict('batch-v1', { path: '/other' })])
      .toEqual(['ALLOW', 'ALLOW', 'ALLOW']);
    expect(Manifests.of(shop.app).spec('AuthorizationPolicy', 'nobody')).toEqual({
      selector: { matchLabels: { app: 'orders' } },
      action: 'DENY',
      rules: [{
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/batch'] } }],
        to: [{ operation: { ports: ['8080'], paths: ['/admin/*'] } }],
      }],
    });
  });

  test('by callers that are excepted is everybody else, without identity too', () => {
    const shop = new Shop();
    shop.deny({ workload: shop.orders, exceptFrom: [shop.web, shop.batch] });
    expect(Manifests.of(shop.app).spec('AuthorizationPolicy', 'nobody').rules)
      .toEqual([{ from: [{ source: { notPrincipals: ['cluster.local/ns/shop/sa/batch', 'cluster.local/ns/shop/sa/web'] } }] }]);
    expect([shop.verdict('web-v1'), shop.verdict('batch-v1')]).toEqual(['ALLOW', 'ALLOW']);
  });

  test('under conditions is denied where they hold, and TCP stays open', () => {
    const shop = new Shop();
    shop.deny({ workload: shop.orders, calls: [HttpCall.any().when(RequestCondition.header('x-internal', '*').not())] });
    // The declared calls do not have the header.
    expect(shop.problems).toContain('AuthorizationPolicy shop/nobody');
  });

  test('in a namespace is denied at each port that fits', () => {
    const shop = new Shop().deny({ calls: [ADMIN] });
    expect(Manifests.of(shop.app).spec('AuthorizationPolicy', 'nobody')).toEqual({
      action: 'DENY', rules: [{ to: [{ operation: { ports: ['8080'], paths: ['/admin/*'] } }] }],
    });
    expect(shop.verdict('web-v1', { port: 5432, method: undefined, path: undefined })).toBe('ALLOW');
  });

  test('and was declared, is an error that names both', () => {
    const shop = new Shop();
    shop.deny({ workload: shop.orders, from: [shop.batch], calls: [HttpCall.get('/orders/*')] });
    expect(shop.problems).toMatch(/declared call to 'shop\/orders'.*shop\/nobody/);
    expect(shop.problems).toContain('[shop/batch]');
    expect(shop.problems).not.toContain('[shop/web]');
  });

  test('is only tried in a dry run, which says what to watch', () => {
    const shop = new Shop();
    const policy = new DenyPolicy(shop.namespace, 'trial', { workload: shop.orders, dryRun: true });
    expect(Manifests.of(shop.app).get('AuthorizationPolicy', 'trial').metadata.annotations).toEqual({ 'istio.io/dry-run': 'true' });
    expect(shop.verdict('web-v1')).toBe('ALLOW');
    expect(policy.dryRunQuery).toContain('authz_dry_run_action="deny"');
  });
});

test('an audit marks requests and decides nothing', () => {
  const shop = new Shop();
  new AuditPolicy(shop.namespace, 'log', { calls: [HttpCall.get('/orders/*')] });
  expect(Manifests.of(shop.app).spec('AuthorizationPolicy', 'log')).toMatchObject({ action: 'AUDIT', rules: [{ to: [{ operation: { paths: ['/orders/*'] } }] }] });
  expect(shop.verdict('web-v1')).toBe('ALLOW');
});

describe('what is refused', () => {
  test.each<[string, (shop: Shop) => DenyPolicyProps, string]>([
    ['no caller', () => ({ from: [] }), "'from' names no caller"],
    ['no exception', () => ({ exceptFrom: [] }), "'exceptFrom' names no caller"],
    ['both', shop => ({ from: [shop.web], exceptFrom: [shop.batch] }), 'by one of the two'],
    ['no call', () => ({ calls: [] }), "'calls' is empty"],
    ['a call that is wrong', () => ({ calls: [HttpCall.get('orders')] }), "'orders'"],
    ['a call that fits no port', shop => ({ workload: shop.web, calls: [TcpCall.port()] }), 'fits no port'],
    ['a port that does not exist', shop => ({ workload: shop.orders, calls: [TcpCall.port('sql')] }), "port 'sql' does not exist"],
  ])('%s', (_, props, expected) => {
    const shop = new Shop();
    shop.deny(props(shop));
    expect(shop.problems).toContain(expected);
  });

  test('HTTP that reaches a TCP port of the same number, where it would close all of it', () => {
    const shop = new Shop();
    shop.workload('sql', WorkloadPort.tcp(8080));
    expect(shop.deny({ calls: [ADMIN] }).problems).toContain("what a proxy cannot see on port 8080 of 'shop/sql', which speaks tcp");
  });

  test('callers without identity', () => {
    const shop = new Shop();
    const legacy = new SecureNamespace(shop.app, 'legacy', { injection: Injection.disabled() });
    expect(shop.deny({ from: [legacy] }).problems).toContain("'from' names 'legacy', which has no proxy");
  });
});
