import { App } from 'cdk8s';
import { Manifests, refusal } from '../_manifests';
import {
  CanaryService, CustomTag, HttpCall, Injection, IstioMetric, IstioVersion, LeastPrivilegeWorkload, Mesh, MeshDefaults, MetricTag,
  SecureNamespace, TelemetryProvider, WorkloadMode,
} from 'cdk8s-istio';
import type { AccessLogs, MeshProps, MetricsOverride, Tracing } from 'cdk8s-istio';

const OTEL = TelemetryProvider.openTelemetry('otel', {
  service: 'jaeger-collector.istio-system.svc.cluster.local', port: 4317, podLabels: { app: 'jaeger' },
});
const ZIPKIN = TelemetryProvider.zipkin('zipkin', { service: 'zipkin.istio-system.svc.cluster.local', port: 9411 });
const LOGS = TelemetryProvider.openTelemetryLogs('otel-logs', { service: 'logs.observability.svc.cluster.local', port: 4317 });
const PROVIDERS: MeshProps = { telemetryProviders: [OTEL, ZIPKIN, LOGS], defaultProviders: { tracing: OTEL } };

function shop(props: MeshProps = PROVIDERS) {
  const app = new App();
  new Mesh(app, 'mesh', props);
  const namespace = new SecureNamespace(app, 'shop');
  const web = new LeastPrivilegeWorkload(namespace, 'web', { image: 'web:1', port: 80 });
  return { app, namespace, web };
}

/** The message of a synth in which something is said of a namespace's telemetry. */
function told(say: { tracing?: Tracing[]; logs?: AccessLogs[]; metrics?: MetricsOverride[] }, props?: MeshProps): string {
  const { app, namespace } = shop(props);
  say.tracing?.forEach(tracing => namespace.telemetry.tracing(tracing));
  say.logs?.forEach(logs => namespace.telemetry.accessLogs(logs));
  say.metrics?.forEach(override => namespace.telemetry.metrics(override));
  return refusal(app);
}

describe('telemetry', () => {
  it('is nothing if nothing is said', () => {
    expect(Manifests.of(shop().app).names('Telemetry')).toEqual([]);
  });

  it('is one object for a namespace and one for a workload', () => {
    const { app, namespace, web } = shop();
    namespace.telemetry.tracing({ randomSamplingPercentage: 10, customTags: { user: CustomTag.header('user', 'nobody'), region: CustomTag.literal('eu') } });
    namespace.telemetry.tracing({ customTags: { pod: CustomTag.environment('POD_NAME') } });
    web.telemetry.tracing({ provider: ZIPKIN, mode: WorkloadMode.SERVER });
    web.telemetry.accessLogs({ filter: 'response.code >= 400' });
    const made = Manifests.of(app);
    expect(made.names('Telemetry').sort()).toEqual(['default', 'web']);
    expect(made.spec('Telemetry', 'default')).toEqual({
      tracing: [{
        randomSamplingPercentage: 10,
        customTags: { pod: { environment: { name: 'POD_NAME' } }, region: { literal: { value: 'eu' } }, user: { header: { name: 'user', defaultValue: 'nobody' } } },
      }],
    });
    expect(made.spec('Telemetry', 'web')).toEqual({
      selector: { matchLabels: { app: 'web' } },
      tracing: [{ match: { mode: 'SERVER' }, providers: [{ name: 'zipkin' }] }],
      accessLogging: [{ providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 400' } }],
    });
  });

  it('is for a canary, or for its versions', () => {
    const { app, namespace } = shop();
    const cart = new CanaryService(namespace, 'cart', { port: 80 });
    const v1 = cart.addVersion('v1', { image: 'cart:1' });
    v1.telemetry.metrics({ disabled: true });
    expect(Manifests.of(app).spec('Telemetry', 'cart-v1').selector).toEqual({ matchLabels: { app: 'cart', version: 'v1' } });
    cart.telemetry.metrics({ disabled: true });
    expect(refusal(app)).toContain("[shop/cart/v1] telemetry: its pods are those of 'shop/cart' too");
  });

  it('of the mesh is emitted by MeshDefaults, with access logs unless it says otherwise', () => {
    const { app } = shop();
    const defaults = new MeshDefaults(app, 'defaults');
    defaults.telemetry.tracing({ randomSamplingPercentage: 1 });
    expect(Manifests.of(app).spec('Telemetry', 'mesh-default')).toEqual({
      tracing: [{ randomSamplingPercentage: 1 }], accessLogging: [{ providers: [{ name: 'envoy' }] }],
    });
    defaults.telemetry.accessLogs({ filter: 'response.code >= 500' });
    expect(Manifests.of(app).spec('Telemetry', 'mesh-default').accessLogging).toEqual([
      { providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 500' } },
    ]);
  });

  it('of the mesh uses its default providers for access logs, and says them once', () => {
    const { app } = shop({ telemetryProviders: [LOGS], defaultProviders: { accessLogs: [LOGS, TelemetryProvider.ENVOY] } });
    const defaults = new MeshDefaults(app, 'defaults', { accessLogs: true });
    expect(Manifests.of(app).spec('Telemetry', 'mesh-default').accessLogging).toEqual([{ providers: [{ name: 'envoy' }, { name: 'otel-logs' }] }]);
    defaults.telemetry.accessLogs({ providers: [LOGS] });
    expect(refusal(app)).toContain('[defaults] access logs: provider \'otel-logs\' is told twice what to write, by {"providers":["otel-logs"]} and by {}; say it once.');
  });

  it('of the mesh names no collector of which other apps do not know', () => {
    const { app } = shop();
    new MeshDefaults(app, 'defaults').telemetry.tracing({ provider: ZIPKIN });
    expect(refusal(app)).toContain("[defaults] telemetry: provider 'zipkin' is named for the whole mesh, and Sidecars of other apps would not know its host");
  });

  it('is refused where there is no proxy, and for a namespace of somebody else', () => {
    const { app } = shop();
    const bare = new SecureNamespace(app, 'bare', { injection: Injection.disabled() });
    bare.telemetry.metrics({ disabled: true });
    const adopted = new SecureNamespace(app, 'adopted', { adopt: true });
    adopted.telemetry.metrics({ disabled: true });
    expect(refusal(app)).toContain('[bare] telemetry: there is no proxy that could tell anything');
    expect(refusal(app)).toContain("[adopted] telemetry: namespace 'adopted' is somebody else's");
  });

  it('is the same in any order', () => {
    const say: ((namespace: SecureNamespace) => void)[] = [
      ({ telemetry }) => telemetry.tracing({ randomSamplingPercentage: 5, mode: WorkloadMode.CLIENT }),
      ({ telemetry }) => telemetry.tracing({ customTags: { b: CustomTag.literal('b') } }),
      ({ telemetry }) => telemetry.tracing({ customTags: { a: CustomTag.literal('a') } }),
      ({ telemetry }) => telemetry.accessLogs({ providers: [LOGS] }),
      ({ telemetry }) => telemetry.accessLogs({ mode: WorkloadMode.CLIENT, filter: 'response.code == 500' }),
      ({ telemetry }) => telemetry.tracing({ enableIstioTags: false }),
      ({ telemetry }) => telemetry.metrics({ metric: IstioMetric.REQUEST_COUNT, tags: { host: MetricTag.upsert('request.host') } }),
      ({ telemetry }) => telemetry.metrics({ metric: IstioMetric.REQUEST_COUNT, tags: { code: MetricTag.remove() } }),
      ({ telemetry }) => telemetry.metrics({ mode: WorkloadMode.SERVER, disabled: true }),
      ({ telemetry }) => telemetry.metrics({ tags: { zone: MetricTag.upsert("'a'") } }),
    ];
    const made = [say, [...say].reverse(), [...say.slice(5), ...say.slice(0, 5)]].map(order => {
      const { app, namespace } = shop();
      order.forEach(one => one(namespace));
      return Manifests.of(app).spec('Telemetry', 'default');
    });
    expect(made[0].accessLogging).toEqual([
      { match: { mode: 'SERVER' }, providers: [{ name: 'envoy' }], disabled: true },
      { match: { mode: 'CLIENT' }, providers: [{ name: 'envoy' }], filter: { expression: 'response.code == 500' } },
      { providers: [{ name: 'otel-logs' }] },
    ]);
    expect(made[1]).toEqual(made[0]);
    expect(made[2]).toEqual(made[0]);
  });
});

describe('metrics', () => {
  it('are overridden from the widest to the narrowest, and never by the words for all, which would forget the side', () => {
    const { app, namespace } = shop();
    namespace.telemetry.metrics({ metric: IstioMetric.REQUEST_COUNT, mode: WorkloadMode.CLIENT, disabled: false });
    namespace.telemetry.metrics({ metric: IstioMetric.REQUEST_COUNT, tags: { host: MetricTag.upsert('request.host'), code: MetricTag.remove() } });
    namespace.telemetry.metrics({ mode: WorkloadMode.SERVER, disabled: true });
    namespace.telemetry.metrics({ tags: { zone: MetricTag.upsert("'a'") } });
    expect(Manifests.of(app).spec('Telemetry', 'default').metrics).toEqual([{
      providers: [{ name: 'prometheus' }],
      overrides: [
        { tagOverrides: { zone: { operation: 'UPSERT', value: "'a'" } } },
        { match: { mode: 'SERVER' }, disabled: true },
        { match: { metric: 'REQUEST_COUNT' }, tagOverrides: { code: { operation: 'REMOVE' }, host: { operation: 'UPSERT', value: 'request.host' } } },
        { match: { metric: 'REQUEST_COUNT', mode: 'CLIENT' }, disabled: false },
      ],
    }]);
  });
});

describe('mistakes in telemetry', () => {
  const tag = (value: CustomTag, name = 'user'): { tracing: Tracing[] } => ({ tracing: [{ customTags: { [name]: value } }] });
  it.each<[string, Parameters<typeof told>[0], string]>([
    ['tracing without a setting', { tracing: [{}] }, 'tracing: it says nothing'],
    ['tracing of a side without a setting', { tracing: [{ mode: WorkloadMode.CLIENT }] }, 'tracing: it says nothing'],
    ['tracing with no tags', { tracing: [{ customTags: {} }] }, 'tracing: it says nothing'],
    ['sampling of less than none', { tracing: [{ randomSamplingPercentage: -1 }] }, 'randomSamplingPercentage -1 is not possible'],
    ['sampling of more than all', { tracing: [{ randomSamplingPercentage: 100.01 }] }, 'randomSamplingPercentage 100.01 is not possible'],
    ['sampling finer than Envoy does', { tracing: [{ randomSamplingPercentage: 0.001 }] }, 'in steps of 0.01'],
    ['sampling of no number', { tracing: [{ randomSamplingPercentage: NaN }] }, 'randomSamplingPercentage NaN'],
    ['two samplings', { tracing: [{ randomSamplingPercentage: 1 }, { randomSamplingPercentage: 2 }] }, 'randomSamplingPercentage is said 2 times, as 1 and as 2'],
    ['two providers', { tracing: [{ provider: ZIPKIN }, { provider: OTEL }] }, 'provider is said 2 times, as "otel" and as "zipkin"'],
    ['a tag twice', { tracing: [{ customTags: { a: CustomTag.literal('1') } }, { customTags: { a: CustomTag.literal('2') } }] }, "tag 'a' is said 2 times"],
    ['a tag without a name', tag(CustomTag.literal('x'), ' '), 'a tag has no name'],
    ['a tag without a value', tag(CustomTag.literal('')), "tag 'user' has no value"],
    ['a tag of no header', tag(CustomTag.header('')), "tag 'user' reads header ''"],
    ['a tag of no variable', tag(CustomTag.environment('')), "tag 'user' reads environment variable ''"],
    ['a tag without a format', tag(CustomTag.formatter('')), "tag 'user' has no format"],
    ['an unknown side', { tracing: [{ randomSamplingPercentage: 1, mode: 'BOTH' as WorkloadMode }] }, "mode 'BOTH' is not known"],
    ['an undeclared provider', { tracing: [{ provider: TelemetryProvider.zipkin('other', { service: 'a.b.svc.cluster.local', port: 1 }) }] },
      "provider 'other' is not declared on the mesh, whose providers are 'otel', 'zipkin', 'otel-logs'"],
    ['another provider of the same name', { tracing: [{ provider: TelemetryProvider.zipkin('zipkin', { service: 'a.b.svc.cluster.local', port: 1 }) }] },
      "provider 'zipkin' is not declared on the mesh"],
    ['spans for access logs', { logs: [{ providers: [OTEL] }] }, "provider 'otel' is for spans, not for access logs"],
    ['access logs for spans', { tracing: [{ provider: TelemetryProvider.ENVOY }] }, "provider 'envoy' is for access logs, not for spans"],
    ['no provider at all', { logs: [{ providers: [] }] }, "'providers' is empty"],
    ['an empty filter', { logs: [{ filter: '' }] }, "filter '' is no CEL expression"],
    ['a filter that does not parse', { logs: [{ filter: 'response.code >' }] }, 'a value is missing at the end'],
    ['a filter for nothing', { logs: [{ filter: 'true', disabled: true }] }, 'says what is written and that nothing is'],
    ['nothing on one side', { logs: [{ mode: WorkloadMode.SERVER, disabled: true }] }, "leave out 'disabled', and say only what is written"],
    ['access logs twice', { logs: [{}, { filter: 'true' }] }, "provider 'envoy' is told twice what to write"],
    ['access logs and none', { logs: [{}, { disabled: true }] }, 'more is said of what is written'],
    ['none twice', { logs: [{ disabled: true }, { disabled: true }] }, "provider 'envoy' is told twice what to write"],
    ['the same provider twice in a list', { logs: [{ providers: [LOGS, LOGS] }] }, "provider 'otel-logs' is told twice"],
    ['a filter for each side', {
      logs: [{ mode: WorkloadMode.CLIENT, filter: 'true' }, { mode: WorkloadMode.SERVER }],
    }, 'Istio keeps one a provider'],
    ['an empty override', { metrics: [{ metric: IstioMetric.REQUEST_SIZE }] }, 'an override says nothing'],
    ['an override without tags', { metrics: [{ tags: {} }] }, 'an override says nothing'],
    ['an unknown metric', { metrics: [{ metric: 'LATENCY' as IstioMetric, disabled: true }] }, "metric 'LATENCY' is not known"],
    ['a tag with a name that Prometheus does not take', { metrics: [{ tags: { 'a-b': MetricTag.remove() } }] }, "tag 'a-b' has no name that Prometheus takes"],
    ['a value that does not parse', { metrics: [{ tags: { a: MetricTag.upsert('a b') } }] }, "tag 'a': value 'a b' is no CEL expression"],
    ['a tag of a metric twice', { metrics: [{ tags: { a: MetricTag.remove() } }, { tags: { a: MetricTag.upsert('b') } }] },
      "the override of ALL_METRICS (CLIENT_AND_SERVER) says tag 'a' 2 times"],
    ['on and off', { metrics: [{ disabled: true }, { disabled: false }] }, "says 'disabled' twice"],
    ['tags of what is disabled', { metrics: [{ disabled: true, tags: { a: MetricTag.remove() } }] }, 'its tags mean nothing'],
  ])('are refused: %s', (_, say, problem) => {
    expect(told(say)).toContain('[shop] ');
    expect(told(say)).toContain(problem);
    expect(told(say)).not.toMatch(/undefined/);
  });

  it('are refused: tracing without a provider anywhere, which Istio takes for none', () => {
    expect(told({ tracing: [{ randomSamplingPercentage: 1 }] }, {})).toContain("it names no 'provider', and the mesh has none by default");
    expect(told({ tracing: [{ disableSpanReporting: true }] }, {})).toBe('');
    const { app, namespace, web } = shop({ telemetryProviders: [OTEL] });
    web.telemetry.tracing({ randomSamplingPercentage: 1 });
    namespace.telemetry.tracing({ provider: OTEL, mode: WorkloadMode.CLIENT });
    expect(refusal(app)).toContain("[shop/web] tracing: it names no 'provider'");
  });

  it('are refused: what the version of Istio does not know', () => {
    const say = { tracing: [{ customTags: { host: CustomTag.formatter('%REQUESTED_SERVER_NAME%') } }] };
    expect(told(say, { ...PROVIDERS, istioVersion: IstioVersion.V1_28 })).toContain("tag 'host' is one that Istio 1.28 does not know");
    expect(told(say, { ...PROVIDERS, istioVersion: IstioVersion.V1_29 })).toBe('');
  });

  it('are told all at once', () => {
    const { app, web } = shop();
    web.calls.to(web, HttpCall.any());
    web.telemetry.tracing({ randomSamplingPercentage: 101 });
    web.telemetry.accessLogs({ filter: '(' });
    web.telemetry.metrics({});
    expect(refusal(app).match(/\[shop\/web\]/g)!.length).toBeGreaterThanOrEqual(3);
  });
});
