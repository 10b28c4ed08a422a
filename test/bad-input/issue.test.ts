import { App, Testing } from 'cdk8s';
import { linesOf, problemsIn, problemsOf, workload } from './_refused';
import { refusal } from '../_manifests';
import {
  CanaryService, HttpCall, Injection, IstioVersion, Mechanism, Mesh, SecureNamespace, ServiceReference, TcpCall, WorkloadPort,
} from 'cdk8s-istio';

describe('weights', () => {
  const canary = (...weights: number[]) => problemsIn(shop => {
    const reviews = new CanaryService(shop, 'reviews', { port: 80 });
    weights.forEach((weight, i) => reviews.addVersion(`v${i + 1}`, { image: 'reviews:1', weight }));
  });

  it('are not negative', () => {
    expect(canary(-10, 110)).toEqual([
      "[shop/reviews] weight -10 of version 'v1' is not a share; use a whole number of percent from 0 to 100.",
      "[shop/reviews] weight 110 of version 'v2' is not a share; use a whole number of percent from 0 to 100.",
    ]);
  });

  it('add up to 100', () => {
    expect(canary(80, 10)).toEqual(['[shop/reviews] weights add up to 90 (v1 80, v2 10); they must add up to 100.']);
    expect(canary(0, 0)).toEqual(['[shop/reviews] weights add up to 0 (v1 0, v2 0); they must add up to 100.']);
  });

  it.each([NaN, -1, 101, 1.5, Infinity])('are whole numbers of percent, which %p is not', weight => {
    expect(canary(weight, 0)).toContain(
      `[shop/reviews] weight ${weight} of version 'v1' is not a share; use a whole number of percent from 0 to 100.`);
  });
});

describe('versions', () => {
  it('of one service have names of their own', () => {
    const problems = problemsIn(shop => {
      const reviews = new CanaryService(shop, 'reviews', { port: 80 });
      reviews.addVersion('v1', { image: 'reviews:1', weight: 50 });
      reviews.addVersion('v1', { image: 'reviews:2', weight: 50 });
    });
    expect(problems).toContain("[shop/reviews] version 'v1' is added twice; give each version its own name.");
  });

  it('are at least one', () => {
    expect(problemsIn(shop => void new CanaryService(shop, 'reviews', { port: 80 })))
      .toContain('[shop/reviews] has no version; add one with addVersion().');
  });
});

describe('ports', () => {
  it.each([0, 65536, -1, 1.5, NaN])('are 1 to 65535, which %p is not', port => {
    const wrong = `port ${port} is not a port number; use 1 to 65535.`;
    expect(problemsIn(shop => workload(shop, 'cart', { port }))).toEqual([`[shop/cart] ${wrong}`]);
    expect(problemsIn(shop => workload(shop, 'cart', { ports: [WorkloadPort.tcp(1, { targetPort: port })] }))).toEqual([`[shop/cart] ${wrong}`]);
    expect(problemsIn(shop => new CanaryService(shop, 'cart', { port }).addVersion('v1', { image: 'cart:1' }))).toEqual([`[shop/cart] ${wrong}`]);
    expect(problemsIn(shop => void new ServiceReference(shop, 'cart', {
      namespace: 'other', podLabels: { app: 'cart' }, serviceAccount: 'cart', ports: [WorkloadPort.http(port)],
    }))).toEqual([`[shop/cart] ${wrong}`]);
    expect(problemsIn(shop => workload(shop, 'cart', { image: undefined, containers: [{ image: 'cart:1', portNumber: port }] })))
      .toEqual([`[shop/cart] container ${wrong}`]);
  });

  it('are not used twice', () => {
    expect(problemsIn(shop => workload(shop, 'cart', { ports: [WorkloadPort.http(80), WorkloadPort.tcp(80)] })))
      .toEqual(['[shop/cart] port 80 is used twice; give each port of a Service its own number.']);
    expect(problemsIn(shop => workload(shop, 'cart', { ports: [WorkloadPort.http(80), WorkloadPort.http(81)] })))
      .toEqual(["[shop/cart] port name 'http' is used twice; give each port of a Service its own name."]);
    expect(problemsIn(shop => workload(shop, 'cart', { ports: [WorkloadPort.http(80), WorkloadPort.tcp(81, { targetPort: 80 })] }))).toEqual([
      "[shop/cart] container port 80 stands behind two ports of the Service, so a proxy could not tell them apart; give each its own 'targetPort'.",
    ]);
  });
});

describe('names', () => {
  const label = (what: string, name: string) =>
    `${what} '${name}' is not a DNS label; use at most 63 lower-case letters, digits and '-', beginning and ending with a letter or digit.`;
  const subdomain = (what: string, name: string) =>
    `${what} '${name}' is not a DNS subdomain; use lower-case letters, digits, '-' and '.', at most 253 characters.`;
  const long = 'a'.repeat(64);

  it.each(['Cart', 'my.cart', 'cart_1', '-cart', 'cart-', '', long])('of workloads, canaries, versions and namespaces are DNS labels, which %p is not', name => {
    expect(problemsIn(shop => workload(shop, 'x', { name }))).toContain(`[shop/x] ${label('name', name)}`);
    expect(problemsIn(shop => new CanaryService(shop, 'x', { name, port: 80 }).addVersion('v1', { image: 'x:1' }))).toContain(`[shop/x] ${label('name', name)}`);
    expect(problemsIn(() => {}, { namespace: name })).toContain(`[shop] ${label('namespace', name)}`);
    if (name !== '') {
      expect(problemsIn(shop => new CanaryService(shop, 'x', { port: 80 }).addVersion(name, { image: 'x:1' })))
        .toContain(`[shop/x/${name}] ${label('version', name)}`);
    }
  });

  it('of Services begin with a letter', () => {
    expect(problemsIn(shop => workload(shop, '1cart')))
      .toEqual(["[shop/1cart] name '1cart' begins with a digit, which a Service's name may not; begin it with a letter."]);
  });

  it('of service accounts and Deployments are DNS subdomains', () => {
    expect(problemsIn(shop => workload(shop, 'cart', { serviceAccountName: 'My_Cart', deploymentName: 'Cart!' })))
      .toEqual([`[shop/cart] ${subdomain('service account', 'My_Cart')}`, `[shop/cart] ${subdomain('deployment', 'Cart!')}`]);
    expect(problemsIn(shop => workload(shop, 'cart', { version: 'V1' }))).toEqual([`[shop/cart] ${subdomain('deployment', 'cart-V1')}`]);
  });
});

describe('a path', () => {
  const get = (path: string) => problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock'), HttpCall.get(path)));

  it('has a leading slash', () => {
    expect(get('items')).toEqual(["[shop/cart] call to 'shop/stock': path 'items' has no leading slash; write '/items'."]);
  });

  it("has '*' only where Istio has such a form", () => {
    expect(get('/items/*/parts')).toEqual([
      "[shop/cart] call to 'shop/stock': path '/items/*/parts' has '*' where Istio knows no such form; "
      + "use an exact path '/a', a prefix '/a*', a suffix '*.css' or a template '/a/{*}/b'.",
    ]);
  });
});

describe('a call', () => {
  it('asks for methods and paths of ports only that speak HTTP', () => {
    const wrong = "[shop/cart] call to 'shop/db': methods and paths on port 'tcp', which speaks tcp: "
      + 'a proxy sees no requests there, and Istio would drop the rule; use TcpCall.';
    for (const call of [HttpCall.get('/'), HttpCall.get('/').onPort('tcp'), HttpCall.any()]) {
      expect(problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'db', { ports: [WorkloadPort.tcp(3306)] }), call))).toEqual([wrong]);
    }
  });

  it('asks for connections of ports only that speak no HTTP', () => {
    const wrong = "[shop/cart] call to 'shop/stock': a TCP call to port 'http', which speaks http, would admit every request; "
      + 'use HttpCall, with HttpCall.any() if every request is meant.';
    for (const call of [TcpCall.port(), TcpCall.port('http')]) {
      expect(problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock'), call))).toEqual([wrong]);
    }
  });

  it('goes to a port that exists', () => {
    expect(problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock'), HttpCall.get('/').onPort('admin'))))
      .toEqual(["[shop/cart] call to 'shop/stock': port 'admin' does not exist; its ports are 'http' (http 8080)."]);
    expect(problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'job', { port: undefined }), HttpCall.get('/'))))
      .toEqual(["[shop/cart] call to 'shop/job': it has no port, so nothing can call it; give it a port, or remove the call."]);
  });

  it('says which port where several fit', () => {
    const ports = [
      WorkloadPort.http(80), WorkloadPort.http(81, { name: 'http-admin' }), WorkloadPort.tcp(70), WorkloadPort.tcp(71, { name: 'tcp-2' }),
    ];
    const list = "'http' (http 80), 'http-admin' (http 81), 'tcp' (tcp 70), 'tcp-2' (tcp 71)";
    expect(problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock', { ports }), HttpCall.get('/'), TcpCall.port()))).toEqual([
      `[shop/cart] call to 'shop/stock': 2 ports fit; say which with onPort(), its ports are ${list}.`,
      `[shop/cart] call to 'shop/stock': 2 ports fit; say which with TcpCall.port(name), its ports are ${list}.`,
    ]);
  });

  it('does not cross trust domains that are not aliases', () => {
    const problems = (mesh: { trustDomainAliases?: string[] }) => problemsOf(app => {
      new Mesh(app, 'mesh', mesh);
      const shop = new SecureNamespace(app, 'shop');
      const cart = workload(shop, 'cart');
      const partner = new ServiceReference(shop, 'partner', {
        namespace: 'other', podLabels: { app: 'partner' }, serviceAccount: 'partner', trustDomain: 'partner.example', ports: [WorkloadPort.http(80)],
      });
      partner.calls.to(cart, HttpCall.get('/'));
      cart.calls.to(partner, HttpCall.get('/'));
    });
    expect(problems({})).toEqual([
      "[shop/cart] call to 'shop/partner': its caller 'shop/cart' is of trust domain 'cluster.local', and the callee knows only 'partner.example'; "
      + "make it a trust domain alias of the callee's mesh.",
      "[shop/partner] call to 'shop/cart': its caller 'shop/partner' is of trust domain 'partner.example', and the callee knows only 'cluster.local'; "
      + "make it a trust domain alias of the callee's mesh.",
    ]);
    expect(problems({ trustDomainAliases: ['partner.example'] })).toEqual([]);
  });

  it('has a caller with an identity of its own', () => {
    expect(problemsIn(shop => workload(shop, 'cart', { serviceAccountName: 'default' }).calls.to(workload(shop, 'stock'), HttpCall.get('/')))).toEqual([
      "[shop/cart] call to 'shop/stock': its caller 'shop/cart' runs as service account 'default', which is no identity of its own; give it a service account.",
      "[shop/cart] service account 'default' is what every pod has that names none, so it is no identity of its own; name another.",
    ]);
    const noProxy = "[shop/cart] call to 'shop/stock': its caller 'shop/cart' has no proxy and so no identity, which the callee's policy asks for; "
      + "inject a sidecar, or take AuthorizationPolicy out of the callee's 'enforce'.";
    for (const optedOut of [{ podLabels: { 'sidecar.istio.io/inject': 'false' } }, { podAnnotations: { 'sidecar.istio.io/inject': 'false' } }]) {
      expect(problemsIn(shop => workload(shop, 'cart', optedOut).calls.to(workload(shop, 'stock'), HttpCall.get('/')))).toEqual([noProxy]);
    }
    expect(problemsOf(app => {
      const plain = new SecureNamespace(app, 'plain', { injection: Injection.disabled() });
      workload(plain, 'cart').calls.to(workload(new SecureNamespace(app, 'shop'), 'stock'), HttpCall.any());
    })).toEqual([noProxy.replaceAll('shop/cart', 'plain/cart')]);
  });

  it('asks for no method, path or host that nothing enforces', () => {
    const wrong = (callee: string) => `[shop/cart] call to '${callee}': nothing can enforce its methods, paths or hosts, `
      + "since no AuthorizationPolicy guards it (it has no proxy, or 'enforce' leaves the policy out); guard it, or declare HttpCall.any().";
    for (const call of [HttpCall.get('*'), HttpCall.of({ paths: ['/a'] }), HttpCall.of({ hosts: ['a.example'] })]) {
      expect(problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock'), call), { enforce: [Mechanism.NETWORK_POLICY] }))
        .toEqual([wrong('shop/stock')]);
      expect(problemsOf(app => workload(new SecureNamespace(app, 'shop'), 'cart').calls.to(
        workload(new SecureNamespace(app, 'plain', { injection: Injection.disabled() }), 'stock'), call))).toEqual([wrong('plain/stock')]);
    }
    expect(problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock'), HttpCall.any()), { enforce: [] })).toEqual([]);
  });
});

describe('two constructs', () => {
  it('do not claim one namespace, be it owned or adopted', () => {
    expect(problemsOf(app => {
      new SecureNamespace(app, 'mine', { namespace: 'shop' });
      new SecureNamespace(app, 'theirs', { namespace: 'shop', adopt: true });
    })).toEqual([
      "[mine] namespace 'shop' is also claimed by 'theirs'; give one of them another name.",
      "[theirs] namespace 'shop' is also claimed by 'mine'; give one of them another name.",
    ]);
  });

  it('do not claim one Service', () => {
    expect(problemsIn(shop => {
      workload(shop, 'a', { name: 'cart', port: undefined });
      workload(shop, 'b', { name: 'cart', port: undefined });
    })).toEqual(expect.arrayContaining([
      "[shop/a] service of namespace 'shop' 'cart' is also claimed by 'shop/b'; give one of them another name.",
      "[shop/b] service of namespace 'shop' 'cart' is also claimed by 'shop/a'; give one of them another name.",
    ]));
  });

  it('do not overwrite each other: a version and a workload of its name, a workload and what its namespace emits', () => {
    const problems = problemsIn(shop => {
      new CanaryService(shop, 'cart', { port: 80 }).addVersion('v1', { image: 'cart:1' });
      workload(shop, 'cart-v1');
      workload(shop, 'default-deny');
    });
    const taken = (path: string, kind: string, name: string, group: string, other: string) =>
      `[${path}] ${kind} '${name}' of namespace 'shop'${group} is also emitted by '${other}', and one would overwrite the other; give one of them another name.`;
    expect(problems).toContain(
      taken('shop/cart-v1/ServiceAccount/Resource', 'ServiceAccount', 'cart-v1', '', 'shop/cart/v1/ServiceAccount/Resource'));
    expect(problems).toContain(
      taken('shop/default-deny/NetworkPolicy', 'NetworkPolicy', 'default-deny', ' (networking.k8s.io)', 'shop/NetworkPolicy'));
  });
});

describe('many mistakes at once', () => {
  const build = (app: App): SecureNamespace => {
    new Mesh(app, 'mesh', { istioVersion: IstioVersion.of('0.9') });
    new SecureNamespace(app, 'Bank', { partOf: 'the bank!' });
    const shop = new SecureNamespace(app, 'shop');
    const cart = workload(shop, 'cart', { port: 0 });
    const reviews = new CanaryService(shop, 'reviews', { port: 80 });
    reviews.addVersion('v1', { image: 'reviews:1', weight: 10 });
    cart.calls.to(reviews, HttpCall.get('items', '/a*b').onPort('admin'), HttpCall.of({ methods: ['get'], hosts: ['a b'] }));
    cart.calls.to(reviews);
    return shop;
  };
  const all = [
    "[mesh] Istio version '0.9' is not known; use one of 1.28, 1.29, 1.30, 1.31.",
    "[Bank] namespace 'Bank' is not a DNS label; use at most 63 lower-case letters, digits and '-', beginning and ending with a letter or digit.",
    "[Bank] partOf 'the bank!' is not a label value; use at most 63 letters, digits, '-', '_' and '.'.",
    "[shop/cart] a call to 'shop/reviews' says nothing about what is called; add for example HttpCall.get('/…') or TcpCall.port().",
    "[shop/cart] call to 'shop/reviews': path 'items' has no leading slash; write '/items'.",
    "[shop/cart] call to 'shop/reviews': path '/a*b' has '*' where Istio knows no such form; use an exact path '/a', a prefix '/a*', a suffix '*.css' or a template '/a/{*}/b'.",
    "[shop/cart] call to 'shop/reviews': port 'admin' does not exist; its ports are 'http' (http 80).",
    "[shop/cart] call to 'shop/reviews': method 'get' is no HTTP method; methods are upper case, such as 'GET'.",
    "[shop/cart] call to 'shop/reviews': host 'a b' is not a host; use a name such as 'api.example.com', '*.example.com' or 'api.*'.",
    '[shop/cart] port 0 is not a port number; use 1 to 65535.',
    '[shop/reviews] weights add up to 10 (v1 10); they must add up to 100.',
  ].sort();

  it('are all told by one synth, whichever it is', () => {
    const app = new App({ outdir: Testing.app().outdir });
    const shop = build(app);
    const told = (synth: () => unknown): string[] => {
      try {
        synth();
        return [];
      } catch (error) {
        return linesOf((error as Error).message).sort();
      }
    };
    expect(told(() => app.synth())).toEqual(all);
    expect(told(() => app.synthYaml())).toEqual(all);
    expect(told(() => Testing.synth(shop))).toEqual(all);
    expect(told(() => shop.toJson())).toEqual(all);
    expect(told(() => app.synth())).toEqual(all);
  });

  it('are told in words, without a trace through our code', () => {
    const app = new App({ outdir: Testing.app().outdir });
    build(app);
    expect.assertions(2);
    try {
      app.synth();
    } catch (error) {
      expect((error as Error).stack).toBe(`Error: ${(error as Error).message}`);
      expect((error as Error).stack).not.toMatch(/ at .*\.ts/);
    }
  });

  it('are forgotten once they are mended', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const reviews = new CanaryService(shop, 'reviews', { port: 80 });
    reviews.addVersion('v1', { image: 'reviews:1', weight: 90 });
    expect(refusal(app)).toContain('weights add up to 90');
    reviews.addVersion('v2', { image: 'reviews:2', weight: 10 });
    expect(refusal(app)).toBe('');
  });
});
