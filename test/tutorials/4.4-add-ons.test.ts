import { App } from 'cdk8s';
import { Mesh as Written } from './_ask';
import { Manifests, refusal } from '../_manifests';
import { Bookinfo, Mesh, MeshDefaults, Platform, SecureNamespace, TelemetryProvider } from 'cdk8s-istio';
import type { MeshProps } from 'cdk8s-istio';

/** Bookinfo in a mesh, and what its pods may have to do with the platform. */
function bookinfo(props: MeshProps = {}): { app: App; mesh: Mesh; openings: { ingress?: string[]; egress?: string[] }; hosts: string[] } {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', props);
  new Bookinfo(app, 'bookinfo');
  const made = Manifests.of(app);
  return { app, mesh, openings: made.openings('default-deny'), hosts: made.known('details') };
}

const JAEGER = TelemetryProvider.openTelemetry('jaeger', { service: 'jaeger-collector.istio-system.svc.cluster.local', port: 4317, podLabels: { app: 'jaeger' } });
const ZIPKIN = TelemetryProvider.zipkin('zipkin', { service: 'zipkin.istio-system.svc.cluster.local', port: 9411, podLabels: { app: 'jaeger' } });
const base = bookinfo();

test('4.4 Prometheus: comes in at the port of merged metrics, from its own pods only, and workloads need not reach it', () => {
  expect(base.openings.ingress).toEqual(['istio-system/app.kubernetes.io/name=prometheus TCP:15020']);
  expect(base.openings.egress!.filter(opening => /prometheus|:9090/.test(opening))).toEqual([]);
  const elsewhere = Platform.istioctl({ prometheus: [{ namespace: 'monitoring', podLabels: { app: 'prometheus' }, ports: [{ port: 15020 }] }] });
  expect(bookinfo({ platform: elsewhere }).openings.ingress).toEqual(['monitoring/app=prometheus TCP:15020']);
});

test('4.4 Prometheus: is a row of the table of access', () => {
  const row = Written.of(base.app).access.table().toText();
  expect(row).toMatch(/pods app\.kubernetes\.io\/name=prometheus of namespace istio-system +every workload of namespace bookinfo +15020/);
});

test('4.4 Grafana: asks Prometheus, and no workload: nothing is open for it', () => {
  expect(JSON.stringify(Manifests.of(base.app).all)).not.toMatch(/grafana|3000/);
});

test.each([
  ['Jaeger', JAEGER, { opentelemetry: { service: 'jaeger-collector.istio-system.svc.cluster.local', port: 4317 } },
    'istio-system/jaeger-collector.istio-system.svc.cluster.local', 'istio-system/app=jaeger TCP:4317'],
  ['Zipkin, which Jaeger speaks too', ZIPKIN, { zipkin: { service: 'zipkin.istio-system.svc.cluster.local', port: 9411 } },
    'istio-system/zipkin.istio-system.svc.cluster.local', 'istio-system/app=jaeger TCP:9411'],
])('4.4 %s: gets spans where the mesh sends them: in MeshConfig, in Sidecars and in the network', (_, provider, values, host, opening) => {
  const { mesh, hosts, openings } = bookinfo({ telemetryProviders: [provider], defaultProviders: { tracing: provider } });
  expect(mesh.meshConfig().meshConfig.extensionProviders).toEqual([expect.objectContaining({ name: provider.name, ...values })]);
  expect(hosts).toEqual([host]);
  expect(openings.egress).toContain(opening);
  expect(base.hosts).toEqual(['~/*']);
});

test('4.4 Kiali: asks Prometheus and the API server, and no workload: nothing is open for it', () => {
  expect(JSON.stringify(Manifests.of(base.app).all)).not.toMatch(/kiali|20001/);
});

test("4.4 Loki: reads what containers write, and the mesh's proxies write their access logs there", () => {
  const app = new App();
  new MeshDefaults(app, 'mesh-defaults');
  const telemetry = Manifests.of(app).spec('Telemetry', 'mesh-default', 'istio-system');
  expect(telemetry.accessLogging).toBeDefined();
  expect(JSON.stringify(Manifests.of(base.app).all)).not.toMatch(/loki|3100/);
});

test('4.4 extras: Zipkin, OpenTelemetry and Datadog are providers; Lightstep, which Istio has deprecated, is none', () => {
  const factories = Object.getOwnPropertyNames(TelemetryProvider);
  expect(factories).toEqual(expect.arrayContaining(['zipkin', 'openTelemetry', 'datadog']));
  expect(factories.filter(name => /lightstep/i.test(name))).toEqual([]);
});

test('4.4: the namespace of the add-ons, which have no proxies, is not taken over', () => {
  const app = new App();
  new SecureNamespace(app, 'istio-system');
  expect(refusal(app)).toMatch(/holds (DNS|istiod|Prometheus).* of the platform, which its policies would cut off/);
});

test('4.4: the demo profile is the platform unless something else is said', () => {
  const { ingressGateways, cni, istiod } = Platform.istioctl();
  expect(ingressGateways.ingressgateway).toEqual({
    namespace: 'istio-system', serviceAccount: 'istio-ingressgateway-service-account', podLabels: { istio: 'ingressgateway' },
  });
  expect([cni, istiod.ports]).toEqual([false, [{ port: 15012 }]]);
  expect(new Mesh(new App(), 'mesh').platform).toEqual(Platform.istioctl());
  expect(Manifests.of(base.app).spec('Gateway', 'bookinfo-gateway').servers[0].port.number).toBe(80);
});
