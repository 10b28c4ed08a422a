import { App, ApiObject } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import { CanaryService, HttpCall, IngressGateway, LeastPrivilegeWorkload, Mechanism, Mesh, SecureNamespace, TcpCall, WorkloadPort } from 'cdk8s-istio';

function names(objects: ApiObject[]): string[] {
  return objects.map(object => `${object.kind}/${object.name}`).sort();
}

describe('One call', () => {
  const app = new App();
  const front = new SecureNamespace(app, 'front');
  const back = new SecureNamespace(app, 'back');
  const web = new LeastPrivilegeWorkload(front, 'web', { image: 'web:1' });
  const cart = new LeastPrivilegeWorkload(back, 'cart', { image: 'cart:1', port: 8080 });
  const other = new LeastPrivilegeWorkload(back, 'other', { image: 'other:1', port: 8080 });
  const grant = web.calls.to(cart, HttpCall.get('/cart'));
  const made = Manifests.of(app);

  it("opens the caller's Sidecar, by the fully qualified host", () => {
    expect(made.known('web')).toEqual(['back/cart.back.svc.cluster.local']);
  });

  it("opens the callee's AuthorizationPolicy", () => {
    expect(made.allowed('cart')).toEqual(['cluster.local/ns/front/sa/web GET /cart :8080']);
  });

  it('opens the network on both sides', () => {
    expect(made.openings('web')).toEqual({ ingress: [], egress: ['back/app=cart TCP:8080'] });
    expect(made.openings('cart')).toEqual({ ingress: ['front/app=web TCP:8080'], egress: [] });
  });

  it('and nothing more', () => {
    expect(made.known('cart')).toEqual(['~/*']);
    expect(made.known('other')).toEqual(['~/*']);
    expect(made.allowed('web')).toEqual([]);
    expect(made.allowed('other')).toEqual([]);
    expect(made.openings('other')).toEqual({ ingress: [], egress: [] });
    expect(made.known('default', 'front')).toEqual(['~/*']);
  });

  it('tells the objects that it has a part in', () => {
    expect(names(grant.objects)).toEqual(['AuthorizationPolicy/cart', 'NetworkPolicy/cart', 'NetworkPolicy/web', 'Sidecar/web']);
    expect(other.name).toBe('other');
  });
});

describe('Without a call', () => {
  it('a policy says so: no rule at all, never a rule that is empty', () => {
    const app = new App();
    new LeastPrivilegeWorkload(new SecureNamespace(app, 'shop'), 'cart', { image: 'cart:1', port: 80 });
    expect(Manifests.of(app).spec('AuthorizationPolicy', 'cart')).toEqual({ action: 'ALLOW', selector: { matchLabels: { app: 'cart' } }, rules: [] });
  });
});

describe('Calls', () => {
  it('mean the same in any order', () => {
    const text = (order: number[]) => {
      const app = new App();
      const shop = new SecureNamespace(app, 'shop');
      const [a, b, c] = ['a', 'b', 'c'].map(name => new LeastPrivilegeWorkload(shop, name, { image: `${name}:1`, port: 80 }));
      const calls = [() => a.calls.to(b, HttpCall.get('/b')), () => a.calls.to(c, HttpCall.get('/c')), () => b.calls.to(c, HttpCall.get('/c'), HttpCall.post('/d'))];
      order.forEach(i => calls[i]());
      return app.synthYaml();
    };
    expect(text([2, 1, 0])).toBe(text([0, 1, 2]));
  });

  it('may go in a circle, over namespaces too', () => {
    const app = new App();
    const a = new LeastPrivilegeWorkload(new SecureNamespace(app, 'one'), 'a', { image: 'a:1', port: 80 });
    const b = new LeastPrivilegeWorkload(new SecureNamespace(app, 'two'), 'b', { image: 'b:1', port: 80 });
    a.calls.to(b, HttpCall.any());
    b.calls.to(a, HttpCall.any());
    expect(refusal(app)).toBe('');
  });

  it('of nothing are refused', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const a = new LeastPrivilegeWorkload(shop, 'a', { image: 'a:1', port: 80 });
    const b = new LeastPrivilegeWorkload(shop, 'b', { image: 'b:1', port: 80 });
    a.calls.to(b);
    expect(refusal(app)).toContain("[shop/a] a call to 'shop/b' says nothing about what is called");
  });
});

describe('A namespace as a caller', () => {
  const app = new App();
  const shop = new SecureNamespace(app, 'shop');
  const logs = new SecureNamespace(app, 'logs');
  new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 80 });
  new CanaryService(shop, 'cart', { port: 80 }).addVersion('v1', { image: 'cart:1' });
  const collector = new LeastPrivilegeWorkload(logs, 'collector', { image: 'collector:1', port: 4318 });
  const grant = shop.calls.to(collector, HttpCall.post('/v1/logs'));
  const made = Manifests.of(app);

  it('is any service account of the namespace, and no other namespace', () => {
    expect(made.allowed('collector')).toEqual(['cluster.local/ns/shop/sa/* POST /v1/logs :4318']);
  });

  it('is any of its pods for the network', () => {
    expect(made.openings('collector').ingress).toEqual(['shop/* TCP:4318']);
    expect(made.openings('default-deny', 'shop').egress).toContain('logs/app=collector TCP:4318');
  });

  it('lets every proxy of the namespace know the callee, those with a Sidecar of their own too', () => {
    for (const sidecar of ['default', 'web', 'cart-v1']) {
      expect(made.known(sidecar, 'shop')).toEqual(['logs/collector.logs.svc.cluster.local']);
    }
  });

  it('tells every object that it has a part in', () => {
    expect(names(grant.objects)).toEqual([
      'AuthorizationPolicy/collector', 'NetworkPolicy/cart-v1', 'NetworkPolicy/collector', 'NetworkPolicy/default-deny', 'NetworkPolicy/web',
      'Sidecar/cart-v1', 'Sidecar/default', 'Sidecar/web',
    ]);
  });
});

describe('A namespace as a callee', () => {
  it('is every service that is declared in it, before or after the call; a workload without a port is none', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const tools = new SecureNamespace(app, 'tools');
    const probe = new LeastPrivilegeWorkload(tools, 'probe', { image: 'probe:1' });
    new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 80 });
    probe.calls.to(shop, HttpCall.get('/health'));
    new CanaryService(shop, 'cart', { port: 8080 }).addVersion('v1', { image: 'cart:1' });
    new LeastPrivilegeWorkload(shop, 'batch', { image: 'batch:1' });
    const made = Manifests.of(app);
    expect(made.known('probe')).toEqual(['shop/cart.shop.svc.cluster.local', 'shop/web.shop.svc.cluster.local']);
    expect(made.allowed('web')).toEqual(['cluster.local/ns/tools/sa/probe GET /health :80']);
    expect(made.allowed('cart')).toEqual(['cluster.local/ns/tools/sa/probe GET /health :8080']);
    expect(made.allowed('batch')).toEqual([]);
  });

  it('is an error if there is nothing in it', () => {
    const app = new App();
    const probe = new LeastPrivilegeWorkload(new SecureNamespace(app, 'tools'), 'probe', { image: 'probe:1' });
    probe.calls.to(new SecureNamespace(app, 'shop'), HttpCall.any());
    expect(refusal(app)).toContain('[tools/probe] a call has no callee');
  });
});

describe('The mechanisms of a call', () => {
  const ALL = Object.values(Mechanism);

  /** What is chosen at each place. */
  interface Enforce {
    readonly mesh?: Mechanism[];
    readonly namespace?: Mechanism[];
    readonly caller?: Mechanism[];
    readonly callee?: Mechanism[];
  }

  function enforcing({ mesh, namespace, caller, callee }: Enforce) {
    const app = new App();
    new Mesh(app, 'mesh', { enforce: mesh });
    const shop = new SecureNamespace(app, 'shop', { enforce: namespace });
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', enforce: caller });
    const db = new LeastPrivilegeWorkload(shop, 'db', { image: 'db:1', ports: [WorkloadPort.tcp(3306)], enforce: callee });
    const grant = web.calls.to(db, TcpCall.port());
    return { ids: Manifests.of(app).ids, objects: names(grant.objects) };
  }

  it('are all of them', () => {
    expect(enforcing({}).objects).toEqual(['AuthorizationPolicy/db', 'NetworkPolicy/db', 'NetworkPolicy/web', 'Sidecar/web']);
  });

  it.each(ALL)('may be %s alone, for the whole mesh', mechanism => {
    const { ids, objects } = enforcing({ mesh: [mechanism] });
    for (const other of ALL.filter(one => one !== mechanism)) {
      expect([...ids, ...objects].filter(id => id.startsWith(`${other}/`))).toEqual([]);
    }
    expect(objects.length).toBeGreaterThan(0);
  });

  it('are decided by the nearest: the workload, then the namespace, then the mesh', () => {
    const { NETWORK_POLICY, AUTHORIZATION_POLICY, SIDECAR } = Mechanism;
    const { ids } = enforcing({ mesh: [SIDECAR], namespace: [NETWORK_POLICY], callee: [NETWORK_POLICY, AUTHORIZATION_POLICY] });
    expect(ids).not.toContain('Sidecar/web');
    expect(ids).toContain('NetworkPolicy/web');
    expect(ids).not.toContain('AuthorizationPolicy/web');
    expect(ids).toContain('AuthorizationPolicy/db');
  });

  it('cannot be fewer than those by which the namespace denies', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80, enforce: [Mechanism.SIDECAR, Mechanism.NETWORK_POLICY] });
    expect(refusal(app)).toContain("[shop/cart] leaves AuthorizationPolicy out of 'enforce', and namespace 'shop' denies by AuthorizationPolicy whatever is not opened");
  });

  it('may be none', () => {
    const { ids, objects } = enforcing({ mesh: [] });
    expect(ids.filter(id => /^(Sidecar|AuthorizationPolicy|NetworkPolicy)/.test(id))).toEqual([]);
    expect(objects).toEqual([]);
  });

  it('must be able to enforce what is declared', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop', { enforce: [Mechanism.SIDECAR, Mechanism.NETWORK_POLICY] });
    const cart = new LeastPrivilegeWorkload(shop, 'cart', { image: 'cart:1', port: 80 });
    new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1' }).calls.to(cart, HttpCall.get('/cart'));
    expect(refusal(app)).toContain("[shop/web] call to 'shop/cart': nothing can enforce its methods, paths or hosts");
  });
});

describe('What a call of a gateway touches', () => {
  it('is told too: the routes, and the policies of the callee', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const web = new LeastPrivilegeWorkload(shop, 'web', { image: 'web:1', port: 80 });
    const grant = new IngressGateway(shop, 'edge', { hosts: ['shop.example.com'] }).expose(web, HttpCall.get('/'));
    expect(names(grant.objects)).toEqual(['AuthorizationPolicy/web', 'NetworkPolicy/web', 'VirtualService/edge']);
  });
});
