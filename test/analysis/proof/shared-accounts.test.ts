import { readFileSync } from 'node:fs';
import { App } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-27';
import type { LeastPrivilegeWorkloadProps } from '../../../src';
import { AccessCaller, HttpCall, LeastPrivilegeWorkload, Mechanism, MeshAccess, SecureNamespace, ServiceReference, TcpCall, WorkloadPort } from '../../../src';

class Shop {
  public readonly app = new App();
  public readonly namespace = new SecureNamespace(this.app, 'shop');
  public readonly account = new ServiceAccount(this.namespace, 'account', { metadata: { name: 'team' } });
  public readonly a = this.shared('a');
  public readonly b = this.shared('b');
  public readonly cart = this.workload('cart');

  public workload(id: string, props: Partial<LeastPrivilegeWorkloadProps> = {}): LeastPrivilegeWorkload {
    return new LeastPrivilegeWorkload(this.namespace, id, { image: `${id}:1`, ports: [WorkloadPort.http(80), WorkloadPort.tcp(5432)], ...props });
  }

  public shared(id: string): LeastPrivilegeWorkload {
    return this.workload(id, { serviceAccount: this.account });
  }

  public get report(): any {
    this.app.synth();
    return JSON.parse(readFileSync(`${this.app.outdir}/mesh/proof.json`, 'utf8')).meshes[0];
  }

  public get widened(): any[] {
    return this.report.sharedServiceAccounts?.[0].widened;
  }

  public byIdentity(method: string, path: string): string {
    const access = MeshAccess.fromApp(this.app);
    return access.decide({
      from: AccessCaller.principal(this.b.principal), to: { namespace: 'shop', workload: 'cart-v1' }, port: 80, method, path,
    }).verdict;
  }
}

describe('a service account that workloads share', () => {
  test('is reported with the calls that each may make because of the others', () => {
    const shop = new Shop();
    shop.a.calls.to(shop.cart, HttpCall.get('/a', '/both'));
    shop.b.calls.to(shop.cart, HttpCall.get('/b', '/both'));
    expect(shop.report).toMatchObject({
      verdict: 'proved',
      sharedServiceAccounts: [{
        namespace: 'shop',
        serviceAccount: 'team',
        sharedBy: ['shop/a-v1', 'shop/b-v1'],
        widened: [
          { caller: 'shop/a-v1', callee: 'shop/cart', port: 80, calls: ['shop/b: GET /b /both on 80'], refusedByNetwork: false },
          { caller: 'shop/b-v1', callee: 'shop/cart', port: 80, calls: ['shop/a: GET /a /both on 80'], refusedByNetwork: false },
        ],
      }],
    });
    expect(shop.report.assumptions).toContain("service account 'shop/team' is shared by 2 (shop/a-v1, shop/b-v1), whom identity does not tell apart: it lets calls of the others through from 'shop/a-v1' to 'shop/cart', 'shop/b-v1' to 'shop/cart'");
    // The decision says the same.
    expect([shop.byIdentity('GET', '/a'), shop.byIdentity('GET', '/c')]).toEqual(['ALLOW', 'DENY']);
  });

  test('widens nobody who may do as much himself', () => {
    const shop = new Shop();
    shop.a.calls.to(shop.cart, HttpCall.get('/a'));
    shop.b.calls.to(shop.cart, HttpCall.of({ methods: ['GET', 'HEAD'], paths: ['/*'] }));
    expect(shop.widened.map(({ caller }) => caller)).toEqual(['shop/a-v1']);
  });

  test('widens nobody to what all of the namespace may do', () => {
    const shop = new Shop();
    shop.namespace.calls.to(shop.cart, HttpCall.get('/a'));
    shop.a.calls.to(shop.cart, HttpCall.get('/a'), HttpCall.get('/b'));
    expect(shop.widened).toEqual([{ caller: 'shop/b-v1', callee: 'shop/cart', port: 80, calls: ['shop/a: GET /b on 80'], refusedByNetwork: false }]);
  });

  test('widens one that calls nobody, though the network keeps it apart', () => {
    const shop = new Shop();
    shop.a.calls.to(shop.cart, HttpCall.get('/a'), TcpCall.port());
    expect(shop.widened).toEqual([
      { caller: 'shop/b-v1', callee: 'shop/cart', port: 5432, calls: ['shop/a: TCP on 5432'], refusedByNetwork: true },
      { caller: 'shop/b-v1', callee: 'shop/cart', port: 80, calls: ['shop/a: GET /a on 80'], refusedByNetwork: true },
    ]);
  });

  test('widens nobody towards a callee that does not look at identities', () => {
    const shop = new Shop();
    const open = new SecureNamespace(shop.app, 'open', { enforce: [Mechanism.NETWORK_POLICY] });
    const callee = new LeastPrivilegeWorkload(open, 'callee', { image: 'callee:1', port: 80 });
    shop.a.calls.to(callee, HttpCall.any());
    expect(shop.report.sharedServiceAccounts).toEqual([{ namespace: 'shop', serviceAccount: 'team', sharedBy: ['shop/a-v1', 'shop/b-v1'], widened: [] }]);
    expect(shop.report.assumptions.join('\n')).toContain('none of them may do more by it');
  });

  test('is told of callers and callees that somebody else deploys', () => {
    const shop = new Shop();
    const far = new ServiceReference(shop.app, 'far', { namespace: 'far', podLabels: { app: 'far' }, serviceAccount: 'far', ports: [WorkloadPort.http(80)] });
    const third = new ServiceReference(shop.app, 'third', { namespace: 'shop', podLabels: { app: 'third' }, serviceAccount: 'team' });
    shop.a.calls.to(far, HttpCall.get('/far'));
    third.calls.to(shop.cart, HttpCall.get('/third'));
    expect(shop.widened.map(({ caller, callee, refusedByNetwork }) => [caller, callee, refusedByNetwork])).toEqual([
      ['shop/a-v1', 'shop/cart', true], ['shop/b-v1', 'far', false], ['shop/b-v1', 'shop/cart', true], ['third', 'far', false],
    ]);
  });

  test('is none where each workload has its own, or where those who share one call nobody', () => {
    const shop = new Shop();
    const single = shop.workload('single');
    single.calls.to(shop.cart, HttpCall.get('/a'));
    expect(shop.report).not.toHaveProperty('sharedServiceAccounts');
  });

  test('is told of many callers at once', () => {
    const shop = new Shop();
    for (let i = 0; i < 60; i++) {
      shop.shared(`w${i}`).calls.to(shop.cart, HttpCall.get(`/w${i}`));
    }
    const { sharedServiceAccounts: [{ sharedBy, widened }] } = shop.report;
    expect([sharedBy.length, widened.length, widened[0].calls.length]).toEqual([62, 62, 60]);
  });
});
