import { App } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import { HttpCall, LeastPrivilegeWorkload, Mesh, SecureNamespace, ServiceReference, TcpCall, WorkloadPort } from 'cdk8s-istio';

const BANK = { namespace: 'bank', podLabels: { app: 'ledger' }, serviceAccount: 'ledger-account' };

describe('ServiceReference', () => {
  it('as a callee opens the side of the caller, and emits nothing for the other', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const ledger = new ServiceReference(shop, 'ledger', { ...BANK, ports: [WorkloadPort.http(80, { targetPort: 8080 }), WorkloadPort.tcp(5432)] });
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' });
    const grant = web.calls.to(ledger, HttpCall.post('/entries'), TcpCall.port('tcp'));
    const made = Manifests.of(app);
    expect(made.known('web')).toEqual(['bank/ledger.bank.svc.cluster.local']);
    expect(made.openings('web').egress).toEqual(['bank/app=ledger TCP:5432', 'bank/app=ledger TCP:8080']);
    expect(made.ids.filter(id => id.includes('ledger'))).toEqual([]);
    expect(made.all.filter(one => one.metadata.namespace === 'bank')).toEqual([]);
    expect(grant.objects.map(object => object.kind).sort()).toEqual(['NetworkPolicy', 'Sidecar']);
  });

  it('as a caller opens the side of the callee, for its own identity and pods', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    new ServiceReference(shop, 'ledger', BANK).calls.to(cart, HttpCall.get('/cart/*'));
    const made = Manifests.of(app);
    expect(made.allowed('cart')).toEqual(['cluster.local/ns/bank/sa/ledger-account GET /cart/* :80']);
    expect(made.openings('cart').ingress).toEqual(['bank/app=ledger TCP:80']);
  });

  it('may have another name than its id', () => {
    const app = new App();
    const reference = new ServiceReference(app, 'the-ledger', { ...BANK, name: 'ledger' });
    expect(reference.name).toBe('ledger');
    expect(reference.toCalleeConfigs()[0].host).toBe('ledger.bank.svc.cluster.local');
  });

  it('of another trust domain is known only by an alias', () => {
    const call = (aliases: string[]) => {
      const app = new App();
      new Mesh(app, 'mesh', { trustDomainAliases: aliases });
      const shop = new SecureNamespace(app, 'shop');
      const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
      new ServiceReference(shop, 'ledger', { ...BANK, trustDomain: 'bank.example' }).calls.to(cart, HttpCall.get('/cart'));
      return app;
    };
    expect(refusal(call([]))).toContain("is of trust domain 'bank.example', and the callee knows only 'cluster.local'");
    expect(Manifests.of(call(['bank.example'])).allowed('cart')).toEqual(['bank.example/ns/bank/sa/ledger-account GET /cart :80']);
  });

  it('without a proxy is no caller for a callee that asks for identities, and enforces no path as a callee', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    const ledger = new ServiceReference(shop, 'ledger', { ...BANK, meshed: false, ports: [WorkloadPort.http(80)] });
    ledger.calls.to(cart, HttpCall.any());
    cart.calls.to(ledger, HttpCall.get('/entries'));
    expect(refusal(app)).toContain("[shop/ledger] call to 'shop/cart': its caller 'shop/ledger' has no proxy");
    expect(refusal(app)).toContain("[shop/cart] call to 'shop/ledger': nothing can enforce its methods, paths or hosts");
  });

  it('must say which pods it means', () => {
    const app = new App();
    new ServiceReference(app, 'ledger', { ...BANK, podLabels: {} });
    expect(refusal(app)).toContain("[ledger] 'podLabels' is empty");
  });
});
