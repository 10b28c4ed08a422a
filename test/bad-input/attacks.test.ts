import { App, Chart } from 'cdk8s';
import { ConfigMap, Deployment, ServiceAccount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { problemsIn, problemsOf, workload } from './_refused';
import { Manifests } from '../_manifests';
import {
  CanaryService, GatewayTls, GrpcCall, HttpCall, IngressGateway, Injection, LeastPrivilegeWorkload, Mechanism, Mesh, MeshDefaults,
  MtlsMode, Platform, PodSecurityLevel, SecureNamespace, ServiceReference, WorkloadPort,
} from 'cdk8s-istio';
import type { Call } from 'cdk8s-istio';

/** What JavaScript lets through. */
const anything = (value: unknown): any => value;

describe('an empty list', () => {
  const call = (...calls: Call[]) => problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock'), ...calls));

  it('of calls, of a call\'s methods, paths, hosts or gRPC methods is told', () => {
    expect(call()).toEqual(["[shop/cart] a call to 'shop/stock' says nothing about what is called; add for example HttpCall.get('/…') or TcpCall.port()."]);
    const wrong = "[shop/cart] call to 'shop/stock':";
    expect(call(HttpCall.get())).toEqual([`${wrong} the call names no path; name at least one, or '*' for every path.`]);
    expect(call(HttpCall.of({ methods: [] }))).toEqual([`${wrong} the call names no method; name at least one, or leave methods out for every method.`]);
    expect(call(HttpCall.any().onHosts())).toEqual([`${wrong} the call names no host; name at least one, or leave hosts out for every host.`]);
    expect(problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock', { ports: [WorkloadPort.grpc(90)] }), GrpcCall.methods('shop.v1.Stock'))))
      .toEqual([`${wrong} the call names no method of gRPC service 'shop.v1.Stock'; name at least one, or use GrpcCall.service() for all.`]);
  });

  it('of containers is told', () => {
    expect(problemsIn(shop => workload(shop, 'cart', { image: undefined, containers: [] })))
      .toContain("[shop/cart] 'containers' is empty; give at least one.");
  });

  it('of hosts is told', () => {
    expect(problemsIn(shop => void new IngressGateway(shop, 'public', { hosts: [] })))
      .toContain("[shop/public] has no hosts; name at least one, or '*' for any host.");
  });

  it('of ports is a workload that is not called', () => {
    expect(problemsIn(shop => workload(shop, 'job', { ports: [] }))).toEqual([]);
  });

  it('of callees is told: a call to a namespace with nothing in it', () => {
    expect(problemsOf(app => workload(new SecureNamespace(app, 'shop'), 'cart').calls.to(new SecureNamespace(app, 'empty'), HttpCall.any())))
      .toEqual(['[shop/cart] a call has no callee: there is nothing in it; add workloads, or remove the call.']);
  });
});

describe('what TypeScript would not let through', () => {
  it('is told of every enumeration', () => {
    const mechanism = "mechanism 'Firewall' is not known; use one of 'Sidecar', 'AuthorizationPolicy', 'NetworkPolicy'.";
    const mtls = "mTLS mode 'LAX' is not known; use one of 'STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'.";
    expect(problemsOf(app => void new Mesh(app, 'mesh', { enforce: anything(['Firewall']) }))).toEqual([`[mesh] ${mechanism}`]);
    expect(problemsOf(app => void new Mesh(app, 'mesh', { dataPlaneMode: anything('proxyless') })))
      .toEqual(["[mesh] data plane mode 'proxyless' is not supported yet; use DataPlaneMode.SIDECAR."]);
    expect(problemsIn(() => {}, { enforce: anything(['Firewall']) })).toEqual([`[shop] ${mechanism}`]);
    expect(problemsIn(shop => workload(shop, 'cart', { enforce: anything(['Firewall']) }))).toContain(`[shop/cart] ${mechanism}`);
    expect(problemsIn(() => {}, { mtls: anything('LAX') })).toEqual([`[shop] ${mtls}`]);
    expect(problemsOf(app => void new MeshDefaults(app, 'defaults', { mtls: anything('LAX') }))).toEqual([`[defaults] ${mtls}`]);
    expect(problemsIn(() => {}, { podSecurity: { enforce: anything('paranoid') } }))
      .toContain("[shop] Pod Security level 'paranoid' is not known; use one of 'privileged', 'baseline', 'restricted'.");
    expect(problemsIn(shop => workload(shop, 'cart', { ports: [WorkloadPort.of(anything('mysql'), 3306)] })))
      .toEqual(["[shop/cart] protocol 'mysql' is not known; use one of 'http', 'http2', 'grpc', 'grpc-web', 'tcp', 'tls', 'https'."]);
  });

  it('is told of a level of Pod Security that is not known, also where pods are judged', () => {
    expect(problemsOf(app => {
      new Mesh(app, 'mesh', { platform: Platform.istioctl({ cni: true }) });
      workload(new SecureNamespace(app, 'shop', { podSecurity: { enforce: anything('paranoid') } }), 'cart');
    })).toEqual(["[shop] Pod Security level 'paranoid' is not known; use one of 'privileged', 'baseline', 'restricted'."]);
  });
});

describe('two of everything', () => {
  it('meshes in one scope', () => {
    expect(problemsOf(app => {
      new Mesh(app, 'one');
      new Mesh(app, 'two');
    })).toEqual(["[two] 'one' already describes the mesh here; keep one of the two."]);
  });

  it('mesh-wide defaults', () => {
    const problems = problemsOf(app => {
      new MeshDefaults(app, 'one');
      new MeshDefaults(app, 'two');
    });
    expect(problems.filter(problem => problem.includes('mesh-wide defaults')).map(problem => problem.split(' ')[0])).toEqual(['[one]', '[two]']);
  });

  it('gateways with one host, also from two namespaces', () => {
    const problems = problemsOf(app => ['shop', 'bank'].forEach(name =>
      new IngressGateway(new SecureNamespace(app, name), 'public', { hosts: ['shop.example.com', `${name}.example.com`] })));
    expect(problems).toEqual([
      "[shop/public] host 'shop.example.com' on port 80 is also served by 'bank/public', in Gateway bank/public; of two Gateways on the same pods Istio drops one: serve a host once, or share one Gateway (SharedGateway).",
      "[bank/public] host 'shop.example.com' on port 80 is also served by 'shop/public', in Gateway shop/public; of two Gateways on the same pods Istio drops one: serve a host once, or share one Gateway (SharedGateway).",
    ]);
  });

  it('workloads of one name in two charts of one namespace', () => {
    const problems = problemsOf(app => {
      workload(new SecureNamespace(app, 'mine', { namespace: 'shop' }), 'cart');
      workload(new SecureNamespace(app, 'theirs', { namespace: 'shop', adopt: true }), 'cart');
    });
    expect(problems).toContain("[mine/cart] service of namespace 'shop' 'cart' is also claimed by 'theirs/cart'; give one of them another name.");
    expect(problems).toContain("[theirs] namespace 'shop' is also claimed by 'mine'; give one of them another name.");
  });

  it('service accounts of one name, which would be one identity', () => {
    expect(problemsIn(shop => ['cart', 'stock'].forEach(name => workload(shop, name, { serviceAccountName: 'app' })))).toContain(
      "[shop/cart/ServiceAccount/Resource] ServiceAccount 'app' of namespace 'shop' is also emitted by 'shop/stock/ServiceAccount/Resource', "
      + 'and one would overwrite the other; give one of them another name.');
  });

  it('a VirtualService of a canary and one of a gateway', () => {
    expect(problemsIn(shop => {
      const reviews = new CanaryService(shop, 'reviews', { port: 80 });
      reviews.addVersion('v1', { image: 'reviews:1' });
      new IngressGateway(new Construct(shop, 'edge'), 'reviews', { hosts: ['shop.example.com'] }).expose(reviews, HttpCall.any());
    })).toContain(
      "[shop/edge/reviews/VirtualService] VirtualService 'reviews' of namespace 'shop' (networking.istio.io) is also emitted by 'shop/reviews/VirtualService', "
      + 'and one would overwrite the other; give one of them another name.');
  });
});

describe('a name', () => {
  it('that follows from an id must be possible, and one object\'s', () => {
    const problems = problemsIn(shop => {
      new ConfigMap(shop, 'my settings');
      new ConfigMap(shop, 'Settings');
      new ConfigMap(shop, 'settings');
    });
    expect(problems).toContain("[shop] the name of 'shop/my settings/Resource' 'my settings' is not a DNS subdomain; use lower-case letters, digits, '-' and '.', at most 253 characters.");
    expect(problems).toContain("[shop/Settings/Resource] ConfigMap 'settings' of namespace 'shop' is also emitted by 'shop/settings/Resource', and one would overwrite the other; give one of them another name.");
  });

  it.each(['a', 'A.example.com', '*.', '*x.example.com', 'shop.example.com:80', '', 'shop_1.example.com'])('is no host of a gateway: %p', host => {
    expect(problemsIn(shop => void new IngressGateway(shop, 'public', { hosts: [host] }))).toEqual([
      `[shop/public] host '${host}' is not a domain name; use a dotted name such as 'shop.example.com', '*.example.com', or '*' for any host.`,
    ]);
  });

  it('of a gateway is one of the platform\'s', () => {
    for (const gateway of ['private', 'toString']) {
      expect(problemsIn(shop => void new IngressGateway(shop, 'public', { hosts: ['*'], gateway }))).toEqual([
        `[shop/public] gateway '${gateway}' is none of the platform's ('ingressgateway'); name one of them, or describe it in the Platform's 'ingressGateways'.`,
      ]);
    }
  });

  it('of a credential is one that a Secret can have', () => {
    expect(problemsIn(shop => void new IngressGateway(shop, 'public', { hosts: ['*'], tls: GatewayTls.simple('My Cert') }))).toEqual([
      "[shop/public] credential 'My Cert' is not a DNS subdomain; use lower-case letters, digits, '-' and '.', at most 253 characters.",
    ]);
  });

  it('is a label where it becomes one', () => {
    expect(problemsIn(shop => workload(shop, 'cart', { podLabels: { tier: 'the back!' } }), { labels: { team: 'us & them' }, partOf: 'the shop' })).toEqual([
      "[shop] label 'team' 'us & them' is not a label value; use at most 63 letters, digits, '-', '_' and '.'.",
      "[shop] partOf 'the shop' is not a label value; use at most 63 letters, digits, '-', '_' and '.'.",
      "[shop/cart] pod label 'tier' 'the back!' is not a label value; use at most 63 letters, digits, '-', '_' and '.'.",
    ]);
  });

  it('that selectors need is not given away', () => {
    expect(problemsIn(shop => workload(shop, 'cart', { podLabels: { app: 'other', version: 'v1' } })))
      .toEqual(["[shop/cart] pod label 'app' is given as 'other', and selectors need 'cart'; leave it out."]);
  });
});

describe('a place', () => {
  it('outside of a namespace is an error at once', () => {
    const chart = new Chart(new App(), 'chart');
    expect(() => workload(chart, 'cart')).toThrow('chart/cart: declared outside of a SecureNamespace; declare it inside one.');
    expect(() => new CanaryService(chart, 'reviews', { port: 80 })).toThrow('chart/reviews: declared outside of a SecureNamespace; declare it inside one.');
    expect(() => new IngressGateway(chart, 'public', { hosts: ['*'] })).toThrow('chart/public: declared outside of a SecureNamespace; declare it inside one.');
  });

  it('inside of another chart is none for a namespace', () => {
    expect(problemsOf(app => void new SecureNamespace(new Chart(app, 'chart') as Construct, 'shop')))
      .toEqual(['[chart/shop] stands inside another chart, which would give it a file of no stable name; create it in the App.']);
  });

  it('inside of a namespace is none for another chart, whose objects would be of no namespace', () => {
    expect(problemsIn(shop => void new ConfigMap(new Chart(shop, 'chart'), 'settings'))).toEqual([
      "[shop] chart 'shop/chart' stands inside the namespace, and its objects would not be of it; create the chart in the App, or its objects here.",
    ]);
  });

  it('in the root namespace of the mesh is none for workloads, whose policies would hold everywhere', () => {
    expect(problemsOf(app => workload(new SecureNamespace(app, 'istio-system', { adopt: true }), 'cart'))).toContain(
      "[istio-system] namespace 'istio-system' is the mesh's root namespace, whose policies hold in every namespace; declare workloads in another, and use MeshDefaults for the mesh.");
  });

  it('in another namespace is none for a service account or an existing workload', () => {
    const elsewhere = (what: (bank: SecureNamespace) => Partial<ConstructorParameters<typeof LeastPrivilegeWorkload>[2]>) => problemsOf(app => {
      const bank = new SecureNamespace(app, 'bank');
      workload(new SecureNamespace(app, 'shop'), 'cart', what(bank));
    });
    expect(elsewhere(bank => ({ serviceAccount: new ServiceAccount(bank, 'teller') }))).toContain(
      "[shop/cart] service account 'bank/teller' is of namespace 'bank', and the pods are of 'shop'; give one of the same namespace.");
    expect(elsewhere(bank => ({ image: undefined, workload: new Deployment(bank, 'teller', { containers: [{ image: 'teller:1' }] }) }))).toContain(
      "[shop/cart] workload 'bank/teller' is of namespace 'bank', and the pods are of 'shop'; give one of the same namespace.");
  });
});

describe('an identity', () => {
  it('that an existing workload is given is also created', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const theirs = new Deployment(shop, 'theirs', {
      containers: [{ image: 'cart:1' }], serviceAccount: ServiceAccount.fromServiceAccountName(shop, 'imported', 'theirs'),
    });
    workload(shop, 'cart', { image: undefined, workload: theirs, serviceAccountName: 'ours' });
    const manifests = Manifests.of(app);
    expect(manifests.names('ServiceAccount')).toEqual(['ours']);
    expect(manifests.pod('Deployment', 'theirs').spec.serviceAccountName).toBe('ours');
  });

  it('is not given twice', () => {
    expect(problemsIn(shop => workload(shop, 'cart', { serviceAccountName: 'cart', serviceAccount: new ServiceAccount(shop, 'shared') })))
      .toContain("[shop/cart] is given 'serviceAccount' and 'serviceAccountName'; give one of them.");
  });

  it('of a service elsewhere is one that can be', () => {
    expect(problemsIn(shop => void new ServiceReference(shop, 'partner', {
      namespace: 'Other', podLabels: {}, serviceAccount: '*', trustDomain: 'a/b',
    }))).toEqual([
      "[shop/partner] namespace 'Other' is not a DNS label; use at most 63 lower-case letters, digits and '-', beginning and ending with a letter or digit.",
      "[shop/partner] service account '*' is not a DNS subdomain; use lower-case letters, digits, '-' and '.', at most 253 characters.",
      "[shop/partner] trust domain 'a/b' is not a DNS subdomain; use lower-case letters, digits, '-' and '.', at most 253 characters.",
      "[shop/partner] 'podLabels' is empty, and would admit every pod of the namespace; name the labels of the service's pods.",
    ]);
  });

  it('is lost where some versions have a proxy and others have none', () => {
    expect(problemsIn(shop => {
      const reviews = new CanaryService(shop, 'reviews', { port: 80 });
      reviews.addVersion('v1', { image: 'reviews:1', weight: 50 });
      reviews.addVersion('v2', { image: 'reviews:2', weight: 50, podLabels: { 'sidecar.istio.io/inject': 'false' } });
    })).toContain("[shop/reviews] version 'v2' has no proxy and 'v1' has one, so callers would be admitted by chance; inject all of them, or none.");
  });
});

describe('a call to oneself', () => {
  it('is a call like any other', () => {
    const app = new App();
    const shop = new SecureNamespace(app, 'shop');
    const cart = workload(shop, 'cart');
    cart.calls.to(cart, HttpCall.get('/peers'));
    const manifests = Manifests.of(app);
    expect(manifests.allowed('cart')).toEqual(['cluster.local/ns/shop/sa/cart GET /peers :8080']);
    expect(manifests.known('cart')).toEqual(['shop/cart.shop.svc.cluster.local']);
  });
});

describe('mTLS mode DISABLE', () => {
  it('leaves no identity for an AuthorizationPolicy to ask for', () => {
    const problems = problemsIn(shop => workload(shop, 'cart').calls.to(workload(shop, 'stock'), HttpCall.get('/')), { mtls: MtlsMode.DISABLE });
    expect(problems).toEqual([expect.stringContaining("mTLS mode 'DISABLE' leaves callers without an identity")]);
  });
});

describe('Pod Security', () => {
  const namespace = (level: PodSecurityLevel | undefined, cni: boolean, build: (shop: SecureNamespace) => void = () => {}) => problemsOf(app => {
    new Mesh(app, 'mesh', { platform: Platform.istioctl({ cni }) });
    build(new SecureNamespace(app, 'shop', { podSecurity: { enforce: level } }));
  });

  it.each([PodSecurityLevel.RESTRICTED, PodSecurityLevel.BASELINE])('is not enforced at %p where the init container of Istio would be refused', level => {
    expect(namespace(level, false)).toEqual([
      `[shop] Pod Security enforces '${level}', and without istio-cni Istio's init container runs as root with NET_ADMIN, so every pod would be refused; `
      + "install istio-cni and say so (Platform 'cni: true'), or leave 'enforce' to warn and audit.",
    ]);
    expect(namespace(level, true)).toEqual([]);
  });

  it('where it is enforced refuses a pod that is not hardened, whoever declared it', () => {
    const raw = (shop: SecureNamespace) => void new Deployment(shop, 'raw', { containers: [{ image: 'raw:1' }] });
    expect(namespace(undefined, true, raw)).toEqual([expect.stringMatching(new RegExp('^' + [
      "\\[shop/raw/Resource\\] Pod Security enforces 'restricted' in namespace 'shop' and would refuse the pods: ",
      "container 'main' does not drop all capabilities; container 'main' has no seccomp profile; .*",
      "harden the pod, or lower the namespace's level \\(podSecurity.enforce\\)\\.$",
    ].join('')))]);
    expect(namespace(PodSecurityLevel.BASELINE, true, raw)).toEqual([]);
    expect(namespace(undefined, false, raw)).toEqual([]);
  });
});

describe('a gateway', () => {
  it('exposes on its own hosts only', () => {
    const problems = problemsIn(shop => {
      new IngressGateway(shop, 'public', { hosts: ['shop.example.com'] }).expose(workload(shop, 'cart'), HttpCall.get('/').onHosts('bank.example.com'));
    });
    expect(problems).toEqual([
      "[shop/public] exposes 'shop/cart' on host 'bank.example.com', which it does not serve ('shop.example.com'); name one of its hosts, or add it to them.",
    ]);
  });

  it('does not lead one path to two services', () => {
    const [problem] = problemsIn(shop => {
      const gateway = new IngressGateway(shop, 'public', { hosts: ['*'] });
      gateway.expose(workload(shop, 'cart'), HttpCall.get('/a'));
      gateway.expose(workload(shop, 'stock'), HttpCall.get('/a', '/b'));
    });
    expect(problem).toBe("[shop/public] exposes path exact '/a' and method exact 'GET' on '*' of 'shop/cart:8080' and 'shop/stock:8080'; a request goes to one of them, expose it once.");
  });
});

describe('what is on purpose', () => {
  it('is not refused: no injection and no policies at all', () => {
    expect(problemsIn(shop => {
      workload(shop, 'cart').calls.to(workload(shop, 'stock'), HttpCall.any());
    }, { injection: Injection.disabled(), enforce: [Mechanism.NETWORK_POLICY] })).toEqual([]);
  });
});
