import { App, JsonPatch } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import {
  CanaryService, Injection, LeastPrivilegeWorkload, Mechanism, Mesh, SecureNamespace, TelemetryProvider, WorkloadMode,
} from 'cdk8s-istio';
import type { MeshProps } from 'cdk8s-istio';

const OTEL = TelemetryProvider.openTelemetry('otel', {
  service: 'jaeger-collector.istio-system.svc.cluster.local', port: 4317, podLabels: { app: 'jaeger' },
});
const ZIPKIN = TelemetryProvider.zipkin('zipkin', { service: 'zipkin.observability.svc.cluster.local', port: 9411, targetPort: 19411 });
const LOGS = TelemetryProvider.openTelemetryLogs('logs', {
  service: 'logs.example.com', port: 443, namespace: 'istio-system', cidrs: ['192.0.2.0/24'],
});
const OTEL_HOST = 'istio-system/jaeger-collector.istio-system.svc.cluster.local';
const ZIPKIN_HOST = 'observability/zipkin.observability.svc.cluster.local';

function shop(props: MeshProps) {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', props);
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1' });
  const api = new LeastPrivilegeWorkload(namespace, 'api', { image: 'api:1' });
  return { app, mesh, namespace, web, api };
}

const ALL: MeshProps = { telemetryProviders: [OTEL, ZIPKIN, LOGS] };

describe('the providers of a mesh', () => {
  it('are part of its MeshConfig', () => {
    const { mesh } = shop({
      telemetryProviders: [
        ZIPKIN, OTEL, LOGS,
        TelemetryProvider.openTelemetry('http', { service: 'a.b.svc.cluster.local', port: 4318, httpPath: '/v1/traces', maxTagLength: 100 }),
        TelemetryProvider.datadog('datadog', { service: 'a.b.svc.cluster.local', port: 8126 }),
        TelemetryProvider.accessLogFile('json', { format: { labels: { status: '%RESPONSE_CODE%' } } }),
      ],
      defaultProviders: { tracing: OTEL, accessLogs: [TelemetryProvider.ENVOY] },
    });
    const { enableTracing, extensionProviders, defaultProviders } = mesh.meshConfig().meshConfig;
    expect({ enableTracing, extensionProviders, defaultProviders }).toEqual({
      enableTracing: true,
      extensionProviders: [
        { name: 'datadog', datadog: { service: 'a.b.svc.cluster.local', port: 8126 } },
        { name: 'http', opentelemetry: { service: 'a.b.svc.cluster.local', port: 4318, maxTagLength: 100, http: { path: '/v1/traces' } } },
        { name: 'json', envoyFileAccessLog: { path: '/dev/stdout', logFormat: { labels: { status: '%RESPONSE_CODE%' } } } },
        { name: 'logs', envoyOtelAls: { service: 'istio-system/logs.example.com', port: 443 } },
        { name: 'otel', opentelemetry: { service: 'jaeger-collector.istio-system.svc.cluster.local', port: 4317 } },
        { name: 'zipkin', zipkin: { service: 'zipkin.observability.svc.cluster.local', port: 9411 } },
      ],
      defaultProviders: { tracing: ['otel'], accessLogging: ['envoy'] },
    });
    expect(Object.keys(shop({}).mesh.meshConfig().meshConfig)).not.toEqual(expect.arrayContaining(['extensionProviders']));
  });

  it.each<[string, TelemetryProvider[], string]>([
    ['has no name', [TelemetryProvider.zipkin('', { service: 'a.b.svc.cluster.local', port: 1 })], 'has no name'],
    ['has the name of another', [OTEL, TelemetryProvider.zipkin('OTEL', { service: 'a.b.svc.cluster.local', port: 1 })], "2 telemetry providers are named 'otel'"],
    ['has a name of Istio', [TelemetryProvider.accessLogFile('envoy')], "telemetry provider 'envoy' is Istio's own"],
    ['is Istio\'s own', [TelemetryProvider.ENVOY], "telemetry provider 'envoy' is Istio's own"],
    ['has a short name for a host', [TelemetryProvider.zipkin('z', { service: 'zipkin', port: 9411 })], "service 'zipkin' is no fully qualified name"],
    ['has too long a name for a host', [TelemetryProvider.zipkin('z', { service: 'x.zipkin.istio-system.svc.cluster.local', port: 9411 })], 'is no fully qualified name'],
    ['has no port', [TelemetryProvider.zipkin('z', { service: 'a.b.svc.cluster.local', port: 0 })], 'has port 0'],
    ['has no port of its pods', [TelemetryProvider.zipkin('z', { service: 'a.b.svc.cluster.local', port: 1, targetPort: 70000 })], 'has port 70000'],
    ['is outside of the cluster, nobody knows where', [TelemetryProvider.zipkin('z', { service: 'zipkin.example.com', port: 443 })], "its 'cidrs'"],
    ['is outside of the cluster in no range', [TelemetryProvider.zipkin('z', { service: 'zipkin.example.com', port: 443, namespace: 'a', cidrs: ['192.0.2.1'] })], 'no address range'],
    ['is outside of the cluster with pods', [TelemetryProvider.zipkin('z', {
      service: 'zipkin.example.com', port: 443, namespace: 'a', cidrs: ['192.0.2.1/32'], podLabels: { a: 'b' },
    })], 'has no pods'],
    ['is of two namespaces', [TelemetryProvider.zipkin('z', { service: 'a.b.svc.cluster.local', port: 1, namespace: 'c' })], "'namespace' says 'c'"],
    ['has a tag of no length', [TelemetryProvider.datadog('d', { service: 'a.b.svc.cluster.local', port: 1, maxTagLength: 0 })], 'maxTagLength 0'],
    ['has a path of nowhere', [TelemetryProvider.openTelemetry('o', { service: 'a.b.svc.cluster.local', port: 1, httpPath: 'v1' })], "httpPath 'v1' is no absolute path"],
    ['writes into a file of nowhere', [TelemetryProvider.accessLogFile('f', { path: '' })], "path '' is no absolute path"],
    ['has a format of nothing', [TelemetryProvider.accessLogFile('f', { format: {} })], "'format' says nothing"],
    ['has two formats', [TelemetryProvider.accessLogFile('f', { format: { text: 'a', labels: { b: 'c' } } })], 'a file takes one of them'],
  ])('are refused where one %s', (_, telemetryProviders, problem) => {
    expect(refusal(shop({ telemetryProviders }).app)).toContain('[mesh]');
    expect(refusal(shop({ telemetryProviders }).app)).toContain(problem);
  });

  it('are declared before they are defaults', () => {
    expect(refusal(shop({ defaultProviders: { tracing: OTEL } }).app)).toContain("[mesh] default provider 'otel' is not declared on the mesh");
    expect(refusal(shop({ ...ALL, defaultProviders: { tracing: LOGS } }).app)).toContain("default provider 'logs' is for access logs, not for spans");
    expect(refusal(shop({ ...ALL, defaultProviders: { accessLogs: [] } }).app)).toContain('are none; name one');
  });

  it('are no pods of a namespace that denies everything', () => {
    const { app } = shop(ALL);
    new SecureNamespace(app, 'observability');
    expect(refusal(app)).toContain("namespace 'observability' holds telemetry provider 'zipkin' of the platform, which its policies would cut off");
  });
});

describe('a collector is known and reached', () => {
  it('by nobody, if nothing is sent to it', () => {
    const made = Manifests.of(shop(ALL).app);
    expect(made.known('web')).toEqual(['~/*']);
    expect(made.openings('default-deny').egress!.join()).not.toMatch(/jaeger|observability/);
  });

  it('by every proxy, if it is the default of the mesh', () => {
    const { app, namespace } = shop({ ...ALL, defaultProviders: { tracing: OTEL, accessLogs: [LOGS] } });
    const cart = new CanaryService(namespace, 'cart', { port: 80 });
    cart.addVersion('v1', { image: 'cart:1' });
    const made = Manifests.of(app);
    for (const sidecar of ['default', 'web', 'api', 'cart-v1']) {
      expect(made.known(sidecar)).toEqual(['istio-system/jaeger-collector.istio-system.svc.cluster.local', 'istio-system/logs.example.com']);
    }
    expect(made.openings('default-deny').egress).toEqual(expect.arrayContaining(['istio-system/app=jaeger TCP:4317', '192.0.2.0/24 TCP:443']));
    expect(made.openings('web').egress).toEqual([]);
  });

  it('by the proxies of a namespace, or of a workload, that send to it', () => {
    const { app, web } = shop(ALL);
    web.telemetry.tracing({ provider: ZIPKIN });
    const made = Manifests.of(app);
    expect(made.known('web')).toEqual([ZIPKIN_HOST]);
    expect(made.openings('web').egress).toEqual(['observability/* TCP:19411']);
    expect(made.known('api')).toEqual(['~/*']);
    expect(made.known('default')).toEqual(['~/*']);
    expect(made.openings('default-deny').egress!.join()).not.toContain('observability');
  });

  it('no longer where a narrower scope sends elsewhere, or nowhere', () => {
    const { app, namespace, web, api } = shop({ ...ALL, defaultProviders: { tracing: OTEL } });
    web.telemetry.tracing({ disableSpanReporting: true });
    api.telemetry.tracing({ provider: ZIPKIN, mode: WorkloadMode.CLIENT });
    const cart = new CanaryService(namespace, 'cart', { port: 80 });
    const v1 = cart.addVersion('v1', { image: 'cart:1' });
    v1.telemetry.tracing({ provider: ZIPKIN });
    const made = Manifests.of(app);
    expect(made.known('web')).toEqual(['~/*']);
    expect(made.known('api')).toEqual([OTEL_HOST, ZIPKIN_HOST]);
    expect(made.known('cart-v1')).toEqual([ZIPKIN_HOST]);
    expect(made.known('default')).toEqual([OTEL_HOST]);
  });

  it('by access logs, on the sides that are written', () => {
    const { app, namespace, web, api } = shop({ ...ALL, defaultProviders: { accessLogs: [LOGS] } });
    web.telemetry.accessLogs({ disabled: true });
    api.telemetry.accessLogs({ providers: [LOGS], mode: WorkloadMode.SERVER });
    namespace.telemetry.accessLogs({ providers: [LOGS], filter: 'true' });
    const made = Manifests.of(app);
    expect(made.known('web')).toEqual(['~/*']);
    expect(made.known('api')).toEqual(['istio-system/logs.example.com']);
    // On the other side, what the namespace says is switched off in so many words.
    expect(made.spec('Telemetry', 'api').accessLogging).toEqual([
      { match: { mode: 'CLIENT' }, providers: [{ name: 'logs' }], disabled: true },
      { match: { mode: 'SERVER' }, providers: [{ name: 'logs' }] },
    ]);
    expect(made.spec('Telemetry', 'web').accessLogging).toEqual([{ providers: [{ name: 'envoy' }], disabled: true }]);
    api.telemetry.accessLogs({ providers: [TelemetryProvider.ENVOY], mode: WorkloadMode.CLIENT });
    expect(Manifests.of(app).known('api')).toEqual(['istio-system/logs.example.com']);
  });

  it('by a workload alone, where its namespace is somebody else\'s or leaves the network open', () => {
    const app = new App();
    new Mesh(app, 'mesh', { ...ALL, defaultProviders: { tracing: OTEL } });
    const adopted = new SecureNamespace(app, 'adopted', { adopt: true });
    new LeastPrivilegeWorkload(adopted, 'web', { image: 'web:1' });
    expect(Manifests.of(app).openings('web').egress).toContain('istio-system/app=jaeger TCP:4317');
    const open = new SecureNamespace(app, 'open', { enforce: [Mechanism.SIDECAR] });
    new LeastPrivilegeWorkload(open, 'api', { image: 'api:1', enforce: [Mechanism.SIDECAR, Mechanism.NETWORK_POLICY] });
    expect(Manifests.of(app).openings('api').egress).toContain('istio-system/app=jaeger TCP:4317');
  });

  it('not by pods without a proxy', () => {
    const app = new App();
    new Mesh(app, 'mesh', { ...ALL, defaultProviders: { tracing: OTEL } });
    const bare = new SecureNamespace(app, 'bare', { injection: Injection.disabled() });
    new LeastPrivilegeWorkload(bare, 'job', { image: 'job:1' });
    expect(Manifests.of(app).openings('default-deny').egress!.join()).not.toContain('jaeger');
  });

  it('and the proof takes it for declared, no more', () => {
    const { app, web } = shop({ ...ALL, defaultProviders: { tracing: OTEL } });
    expect(refusal(app)).toBe('');
    web.sidecar.addJsonPatch(JsonPatch.add('/spec/egress/0/hosts/-', ZIPKIN_HOST));
    expect(refusal(app)).toContain(`imports ${ZIPKIN_HOST} for shop/web-v1, which was not declared`);
  });

  it('and the proof takes no other port of it for declared', () => {
    const { app, web } = shop(ALL);
    web.telemetry.tracing({ provider: ZIPKIN });
    expect(refusal(app)).toBe('');
    web.networkPolicy.addJsonPatch(JsonPatch.replace('/spec/egress/0/ports/0/port', 9411));
    expect(refusal(app)).toContain('which was not declared');
  });
});
