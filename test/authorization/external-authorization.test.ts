import { readFileSync } from 'node:fs';
import { ApiObject, App, Duration, JsonPatch } from 'cdk8s';
import type { AccessRequest, CanaryVersion, ExternalAuthorizationProps, MeshProps, SecureNamespaceProps } from '../../src';
import {
  AccessCaller, CanaryService, ExternalAuthorization, ExternalAuthorizer, HttpCall, LeastPrivilegeWorkload, Mesh, MeshAccess, MtlsMode,
  RequestCondition, RolloutStage, SecureNamespace, ServiceReference, TcpCall, TelemetryProvider, WorkloadPort,
} from '../../src';
import { Manifests, refusal } from '../_manifests';
import { linesOf } from '../bad-input/_refused';

const OPA = ExternalAuthorizer.grpc('opa', { service: 'opa.policy.svc.cluster.local', port: 9191, targetPort: 9192, podLabels: { app: 'opa' } });
const PROXY = ExternalAuthorizer.http('oauth2-proxy', {
  service: 'oauth2-proxy.login.svc.cluster.local', port: 4180, headersToUpstreamOnAllow: ['Authorization'],
});
const OPA_HOST = 'policy/opa.policy.svc.cluster.local';
const OPA_PEER = {
  to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'policy' } }, podSelector: { matchLabels: { app: 'opa' } } }],
  ports: [{ protocol: 'TCP', port: 9192 }],
};

class Shop {
  public readonly app = new App();
  public readonly mesh: Mesh;
  public readonly namespace: SecureNamespace;
  public readonly web: LeastPrivilegeWorkload;
  public readonly orders: LeastPrivilegeWorkload;

  public constructor(mesh: MeshProps = { authorizers: [OPA, PROXY] }, namespace: SecureNamespaceProps = {}) {
    this.mesh = new Mesh(this.app, 'mesh', mesh);
    this.namespace = new SecureNamespace(this.app, 'shop', namespace);
    this.web = this.workload('web', WorkloadPort.http(8080));
    this.orders = this.workload('orders', WorkloadPort.http(8080), WorkloadPort.tcp(5432));
    this.web.calls.to(this.orders, HttpCall.get('/orders/*'), TcpCall.port());
  }

  public workload(id: string, ...ports: WorkloadPort[]): LeastPrivilegeWorkload {
    return new LeastPrivilegeWorkload(this.namespace, id, { image: `${id}:1`, ports });
  }

  public ask(props: ExternalAuthorizationProps, id = 'ask'): ExternalAuthorization {
    return new ExternalAuthorization(this.namespace, id, props);
  }

  public sidecar(name: string): string[] {
    return Manifests.of(this.app).spec('Sidecar', name).egress[0].hosts;
  }

  public egress(name: string): any[] {
    return Manifests.of(this.app).spec('NetworkPolicy', name).egress;
  }

  public decide(request: Partial<AccessRequest> = {}): string {
    const { verdict, reason } = MeshAccess.fromManifests([...Manifests.of(this.app).all]).decide({
      from: AccessCaller.workload('shop', 'web-v1'), to: { namespace: 'shop', workload: 'orders-v1' }, port: 8080, method: 'GET', path: '/orders/1', ...request,
    });
    return `${verdict} ${reason}`;
  }

  public get problems(): string {
    return linesOf(refusal(this.app)).join('\n');
  }
}

describe('an external authorizer', () => {
  test('is part of MeshConfig, beside the providers of telemetry', () => {
    const { mesh } = new Shop({
      telemetryProviders: [TelemetryProvider.zipkin('p-zipkin', { service: 'zipkin.b.svc.cluster.local', port: 9411 })],
      authorizers: [
        OPA,
        ExternalAuthorizer.grpc('far', {
          service: 'authz.example.com',
          port: 443,
          namespace: 'login',
          cidrs: ['192.0.2.0/24'],
          timeout: Duration.millis(500),
          failOpen: true,
          statusOnError: 503,
          includeRequestBodyInCheck: { maxRequestBytes: 4096, allowPartialMessage: true },
        }),
        ExternalAuthorizer.http('z-http', {
          service: 'login.b.svc.cluster.local',
          port: 80,
          pathPrefix: '/check',
          failOpen: false,
          includeRequestHeadersInCheck: ['cookie', 'authorization'],
          includeAdditionalHeadersInCheck: { 'x-ext-authz': 'secret' },
          headersToUpstreamOnAllow: ['x-user-*'],
          headersToDownstreamOnDeny: ['set-cookie', 'location'],
          headersToDownstreamOnAllow: ['set-cookie'],
        }),
      ],
    });
    expect(mesh.meshConfig().meshConfig.extensionProviders).toEqual([
      {
        name: 'far',
        envoyExtAuthzGrpc: {
          service: 'login/authz.example.com',
          port: 443,
          timeout: '0.5s',
          failOpen: true,
          statusOnError: '503',
          includeRequestBodyInCheck: { maxRequestBytes: 4096, allowPartialMessage: true },
        },
      },
      { name: 'opa', envoyExtAuthzGrpc: { service: 'opa.policy.svc.cluster.local', port: 9191 } },
      { name: 'p-zipkin', zipkin: { service: 'zipkin.b.svc.cluster.local', port: 9411 } },
      {
        name: 'z-http',
        envoyExtAuthzHttp: {
          service: 'login.b.svc.cluster.local',
          port: 80,
          pathPrefix: '/check',
          includeRequestHeadersInCheck: ['authorization', 'cookie'],
          includeAdditionalHeadersInCheck: { 'x-ext-authz': 'secret' },
          headersToUpstreamOnAllow: ['x-user-*'],
          headersToDownstreamOnDeny: ['location', 'set-cookie'],
          headersToDownstreamOnAllow: ['set-cookie'],
        },
      },
    ]);
    expect(mesh.authorizers.map(({ name }) => name)).toEqual(['opa', 'far', 'z-http']);
  });

  const at = { service: 'a.b.svc.cluster.local', port: 80 };
  test.each<[string, MeshProps, string]>([
    ['has a name of no DNS label', { authorizers: [ExternalAuthorizer.grpc('My Authz', at)] }, "its name 'My Authz' is not a DNS label"],
    ['has no name', { authorizers: [ExternalAuthorizer.grpc('', at)] }, "its name '' is not a DNS label"],
    ['has the name of another', { authorizers: [ExternalAuthorizer.grpc('a', at), ExternalAuthorizer.http('a', at)] }, "2 authorizers are named 'a'"],
    ['has the name of a telemetry provider', {
      authorizers: [ExternalAuthorizer.grpc('a', at)], telemetryProviders: [TelemetryProvider.zipkin('A', at)],
    }, "authorizer 'a' has the name of a telemetry provider"],
    ['has a name of Istio', { authorizers: [ExternalAuthorizer.grpc('envoy', at)] }, "authorizer 'envoy' has the name of one of Istio's own providers"],
    ['has a short name for a host', { authorizers: [ExternalAuthorizer.grpc('a', { service: 'opa', port: 1 })] }, "service 'opa' is no fully qualified name"],
    ['has no port', { authorizers: [ExternalAuthorizer.grpc('a', { ...at, port: 0 })] }, 'has port 0'],
    ['is nowhere', { authorizers: [ExternalAuthorizer.grpc('a', { service: 'opa.example.com', port: 1 })] }, "its 'cidrs'"],
    ['answers in no time', { authorizers: [ExternalAuthorizer.grpc('a', { ...at, timeout: Duration.millis(0) })] }, 'timeout of 0ms'],
    ['lets its errors look like success', { authorizers: [ExternalAuthorizer.grpc('a', { ...at, statusOnError: 200 })] }, 'statusOnError 200'],
    ['has a status that Envoy does not know', { authorizers: [ExternalAuthorizer.grpc('a', { ...at, statusOnError: 418 })] }, 'statusOnError 418'],
    ['gets a body of nothing', {
      authorizers: [ExternalAuthorizer.grpc('a', { ...at, includeRequestBodyInCheck: { maxRequestBytes: 0 } })],
    }, 'maxRequestBytes 0'],
    ['has a relative path', { authorizers: [ExternalAuthorizer.http('a', { ...at, pathPrefix: 'check' })] }, "pathPrefix 'check'"],
    ['gets what is no header', { authorizers: [ExternalAuthorizer.http('a', { ...at, includeRequestHeadersInCheck: ['x-*-y'] })] }, "'x-*-y' is no header"],
    ['adds what is no header', { authorizers: [ExternalAuthorizer.http('a', { ...at, includeAdditionalHeadersInCheck: { '': 'a' } })] }, "'' is no header"],
  ])('is refused where it %s', (_, props, problem) => {
    expect(new Shop(props).problems).toContain('[mesh]');
    expect(new Shop(props).problems).toContain(problem);
  });
});

describe('whoever is guarded by an authorizer', () => {
  test('asks it about the requests that are named, and nobody else does', () => {
    const shop = new Shop();
    shop.ask({ authorizer: OPA, workload: shop.orders, calls: [HttpCall.get('/orders/*').when(RequestCondition.header('x-a', 'b')), TcpCall.port()] });
    expect(Manifests.of(shop.app).spec('AuthorizationPolicy', 'ask')).toEqual({
      selector: { matchLabels: { app: 'orders' } },
      action: 'CUSTOM',
      provider: { name: 'opa' },
      rules: [
        { to: [{ operation: { ports: ['8080'], methods: ['GET'], paths: ['/orders/*'] } }], when: [{ key: 'request.headers[x-a]', values: ['b'] }] },
        { to: [{ operation: { ports: ['5432'] } }] },
      ],
    });
    expect([shop.sidecar('orders'), shop.sidecar('web').includes(OPA_HOST)]).toEqual([[OPA_HOST], false]);
    expect(shop.egress('orders')).toContainEqual(OPA_PEER);
    expect(shop.egress('web')).not.toContainEqual(OPA_PEER);
  });

  test('has what is asked undecided, and what is not asked decided', () => {
    const shop = new Shop();
    shop.ask({ authorizer: PROXY, workload: shop.orders, calls: [HttpCall.get('/orders/*')] });
    expect(shop.decide()).toContain('UNKNOWN AuthorizationPolicy shop/ask asks the authorizer oauth2-proxy');
    expect(shop.decide({ path: '/admin' })).toMatch(/^DENY/);
    expect(shop.decide({ port: 5432, method: undefined, path: undefined })).toMatch(/^ALLOW/);
  });

  test('may be a whole namespace: its default policies know the authorizer, and each Sidecar', () => {
    const shop = new Shop();
    shop.ask({ authorizer: OPA });
    expect(Manifests.of(shop.app).spec('AuthorizationPolicy', 'ask')).toEqual({ action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] });
    expect([shop.sidecar('default'), shop.sidecar('orders'), shop.sidecar('web').includes(OPA_HOST)]).toEqual([[OPA_HOST], [OPA_HOST], true]);
    expect(shop.egress('default-deny')).toContainEqual(OPA_PEER);
    expect(shop.egress('orders')).not.toContainEqual(OPA_PEER);
  });

  test('may be a canary with all of its versions, or one version', () => {
    const of = (whole: boolean) => {
      const shop = new Shop();
      const canary = new CanaryService(shop.namespace, 'reviews', { port: 9080 });
      const v1 = canary.addVersion('v1', { image: 'reviews:1', weight: 50 });
      canary.addVersion('v2', { image: 'reviews:2', weight: 50 });
      shop.web.calls.to(canary, HttpCall.get('/'));
      shop.ask({ authorizer: OPA, workload: whole ? canary : v1 });
      return ['reviews-v1', 'reviews-v2'].map(name => shop.sidecar(name).includes(OPA_HOST));
    };
    expect([of(true), of(false)]).toEqual([[true, true], [true, false]]);
  });

  test('asks nobody as long as the namespace only observes', () => {
    const shop = new Shop(undefined, { rollout: RolloutStage.OBSERVE, mtls: MtlsMode.STRICT });
    shop.ask({ authorizer: OPA, workload: shop.orders });
    expect(Manifests.of(shop.app).names('AuthorizationPolicy')).not.toContain('ask');
  });

  test('calls an authorizer of the same app as it calls anybody', () => {
    const shop = new Shop();
    const policy = new SecureNamespace(shop.app, 'policy');
    const opa = new LeastPrivilegeWorkload(policy, 'opa', { image: 'opa:1', ports: [WorkloadPort.grpc(9191, { targetPort: 9192 })] });
    shop.ask({ authorizer: OPA, workload: shop.orders });
    expect(shop.problems).toContain("admits declared calls only, and 'shop/orders' declares none of it; add calls.to() for it");
    shop.orders.calls.to(opa, HttpCall.any());
    expect(shop.decide()).toContain('UNKNOWN');
  });

  test('calls it for each that is guarded, where all of a namespace or of a canary is', () => {
    const of = (declare: (shop: Shop, opa: LeastPrivilegeWorkload, versions: readonly CanaryVersion[]) => void, whole = true): string => {
      const shop = new Shop();
      const opa = new LeastPrivilegeWorkload(new SecureNamespace(shop.app, 'policy'), 'opa', { image: 'opa:1', ports: [WorkloadPort.grpc(9191, { targetPort: 9192 })] });
      const canary = new CanaryService(shop.namespace, 'reviews', { port: 9080 });
      const versions = ['v1', 'v2'].map(name => canary.addVersion(name, { image: `reviews:${name}`, weight: 50 }));
      shop.ask(whole ? { authorizer: OPA } : { authorizer: OPA, workload: canary });
      declare(shop, opa, versions);
      return shop.problems;
    };
    const missing = (name: string): string => `'${name}' declares none of it`;
    expect(of((shop, opa) => shop.orders.calls.to(opa, HttpCall.any()))).toContain(missing('shop/web'));
    expect(of((shop, opa) => shop.namespace.calls.to(opa, HttpCall.any()))).toBe('');
    expect(of((_, opa, [v1]) => v1.calls.to(opa, HttpCall.any()), false)).toContain(missing('shop/reviews/v2'));
    expect(of((_, opa, versions) => versions.forEach(version => version.calls.to(opa, HttpCall.any())), false)).toBe('');
  });
});

describe('the proof of a mesh with an authorizer', () => {
  const report = (shop: Shop): any => {
    shop.app.synth();
    return JSON.parse(readFileSync(`${shop.app.outdir}/mesh/proof.json`, 'utf8')).meshes[0];
  };

  test('is that of a mesh in which it lets declared calls through, and says so', () => {
    const shop = new Shop();
    shop.ask({ authorizer: OPA });
    const { verdict, assumptions } = report(shop);
    expect(verdict).toBe('proved');
    expect(assumptions).toContain("authorizer 'opa' (opa.policy.svc.cluster.local:9191) answers, lets declared calls through, and changes nothing of requests that policies look at");
  });

  test('names the headers that it sets, and that it fails open', () => {
    const open = ExternalAuthorizer.http('open', { service: 'a.b.svc.cluster.local', port: 80, failOpen: true, headersToUpstreamOnAllow: ['X-User'] });
    const shop = new Shop({ authorizers: [open] });
    shop.ask({ authorizer: open, workload: shop.orders, calls: [HttpCall.any()] });
    expect(report(shop).assumptions).toContain("authorizer 'open' (a.b.svc.cluster.local:80) answers, lets declared calls through, and sets headers that policies look at only where the call may have them (x-user); where it does not answer, requests pass without it");
  });

  test('does not take more for allowed because an authorizer is asked', () => {
    const shop = new Shop();
    shop.ask({ authorizer: OPA });
    shop.orders.authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/rules', [{}]));
    expect(shop.problems).toContain('safety: mutual TLS and AuthorizationPolicy let');
  });

  test.each<[string, (shop: Shop) => void, string]>([
    ['asks somebody else', shop => shop.ask({ authorizer: OPA }).authorizationPolicy.addJsonPatch(JsonPatch.replace('/spec/provider/name', 'other')), 'asks the authorizer other'],
    ['is for other pods', shop => shop.ask({ authorizer: OPA, workload: shop.orders }).authorizationPolicy
      .addJsonPatch(JsonPatch.remove('/spec/selector')), 'asks the authorizer opa'],
    ['nobody declared', shop => new ApiObject(shop.namespace, 'theirs', {
      apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', spec: { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] },
    }), 'asks the authorizer opa'],
    ['cannot reach whom it asks by its Sidecar', shop => {
      shop.ask({ authorizer: OPA, workload: shop.orders });
      shop.orders.sidecar.addJsonPatch(JsonPatch.replace('/spec/egress/0/hosts', ['~/*']));
    }, `does not reach: Sidecar shop/orders does not import ${OPA_HOST}`],
    ['cannot reach whom it asks in the network', shop => {
      shop.ask({ authorizer: OPA, workload: shop.orders });
      shop.orders.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/egress', []));
    }, "its NetworkPolicies do not open authorizer 'opa' on port 9192"],
  ])('fails where a policy %s', (_, change, problem) => {
    const shop = new Shop();
    change(shop);
    expect(shop.problems).toContain('liveness: ');
    expect(shop.problems).toContain(problem);
  });
});

describe('a mesh whose own configuration is in the context', () => {
  const config = (mesh: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh } });
  test.each<[string, string, boolean]>([
    ['knows the authorizer', 'extensionProviders: [{ name: opa, envoyExtAuthzGrpc: { service: a, port: 1 } }]', true],
    ['knows another', 'extensionProviders: [{ name: other }]', false],
    ['knows none', 'accessLogFile: /dev/stdout', false],
  ])('%s', (_, mesh, known) => {
    const shop = new Shop({ authorizers: [OPA], context: [config(mesh)] });
    shop.ask({ authorizer: OPA });
    const problems = refusal(shop.app);
    expect(problems.includes("has no extension provider 'opa', and Istio refuses what an unknown authorizer is asked about")).toBe(!known);
  });
});

describe('asking an authorizer is refused', () => {
  test.each<[string, (shop: Shop) => void, string]>([
    ['that the mesh does not know', shop => shop.ask({ authorizer: ExternalAuthorizer.grpc('who', { service: 'a.b.svc.cluster.local', port: 1 }) }),
      "asks authorizer 'who', which is not declared on the mesh, whose authorizers are 'opa', 'oauth2-proxy'"],
    ['that the mesh knows otherwise', shop => shop.ask({ authorizer: ExternalAuthorizer.grpc('opa', { service: 'a.b.svc.cluster.local', port: 1 }) }),
      "asks authorizer 'opa', which is not declared on the mesh"],
    ['about users', shop => shop.ask({ authorizer: OPA, workload: shop.orders, calls: [HttpCall.any().byUser({ issuer: 'https://login.example.com' })] }),
      "asks about requests by 'request.auth.principal', and the authorizer is asked before tokens are verified"],
    ['by HTTP about connections', shop => shop.ask({ authorizer: PROXY, workload: shop.orders, calls: [TcpCall.port()] }), 'about connections, and by HTTP'],
    ['by HTTP about all of a workload with a TCP port', shop => shop.ask({ authorizer: PROXY, workload: shop.orders }),
      "would not guard port 5432 of 'shop/orders', which speaks"],
    ['by HTTP about all of a namespace with a TCP port', shop => shop.ask({ authorizer: PROXY }), "would not guard port 5432 of 'shop/orders'"],
    ['about HTTP requests to a TCP port', shop => {
      shop.workload('db', WorkloadPort.tcp(8080));
      shop.ask({ authorizer: OPA, calls: [HttpCall.get('/')] });
    }, "says of HTTP requests to port 8080 of 'shop/web' what a proxy cannot see on port 8080 of 'shop/db'"],
    ['about no calls', shop => shop.ask({ authorizer: OPA, calls: [] }), "'calls' is empty"],
    ['beside another about the same pods', shop => {
      shop.ask({ authorizer: OPA, workload: shop.orders }, 'one');
      shop.ask({ authorizer: PROXY, calls: [HttpCall.any()] }, 'two');
    }, "asks authorizer 'oauth2-proxy' about pods of which 'shop/one' asks authorizer 'opa'"],
    ['about pods of somebody else', shop => shop.ask({
      authorizer: OPA,
      workload: new ServiceReference(shop.app, 'far', {
        namespace: 'shop', podLabels: { app: 'far' }, serviceAccount: 'far', ports: [WorkloadPort.http(80)],
      }),
    }), "is for 'far', whose pods are declared elsewhere"],
    ['about pods without proxy', shop => shop.ask({
      authorizer: OPA, workload: new LeastPrivilegeWorkload(shop.namespace, 'bare', { image: 'bare:1', port: 80, podLabels: { 'sidecar.istio.io/inject': 'false' } }),
    }), "is for 'shop/bare', which has no proxy that could ask"],
  ])('%s', (_, change, problem) => {
    const shop = new Shop();
    change(shop);
    expect(shop.problems).toContain(problem);
  });

  test('about a namespace of somebody else', () => {
    const shop = new Shop(undefined, { adopt: true });
    shop.ask({ authorizer: OPA });
    expect(shop.problems).toContain("is for every pod of namespace 'shop', which is somebody else's");
  });

  test('about the authorizer itself', () => {
    const own = ExternalAuthorizer.grpc('own', { service: 'orders.shop.svc.cluster.local', port: 8080 });
    const whole = new Shop({ authorizers: [own] });
    whole.ask({ authorizer: own });
    const one = new Shop({ authorizers: [own] });
    one.ask({ authorizer: own, workload: one.orders });
    expect([whole.problems, one.problems]).toEqual(Array.from({ length: 2 }, () => expect.stringContaining('would wait for its own answer')));
  });

  test('not for two authorizers about different pods, nor for two policies of one', () => {
    const shop = new Shop();
    shop.ask({ authorizer: OPA, workload: shop.orders, calls: [TcpCall.port()] }, 'one');
    shop.ask({ authorizer: OPA, workload: shop.orders, calls: [HttpCall.any()] }, 'two');
    shop.ask({ authorizer: PROXY, workload: shop.web }, 'three');
    expect(Manifests.of(shop.app).names('AuthorizationPolicy')).toEqual(expect.arrayContaining(['one', 'two', 'three']));
  });
});
