import { join } from 'node:path';
import { App, Cron, Include, Size } from 'cdk8s';
import { HorizontalPodAutoscaler, Metric, MetricTarget, k8s } from 'cdk8s-plus-27';
import { HttpCall, IncludedObjects, LeastPrivilegeWorkload, Mesh, Platform, SecureNamespace, TcpCall, WorkloadController, WorkloadPort } from 'cdk8s-istio';

const app = new App();
new Mesh(app, 'mesh', { platform: Platform.istioctl({ cni: true }) });
const shop = new SecureNamespace(app, 'shop');

// A database of three that find each other by name, each with storage of its own.
const db = new LeastPrivilegeWorkload(shop, 'db', {
  image: 'example/db:16',
  ports: [WorkloadPort.tcp(5432), WorkloadPort.tcp(7000, { name: 'tcp-peers' })],
  replicas: 3,
  controller: WorkloadController.statefulSet({
    volumeClaims: [{ name: 'data', mountPath: '/var/lib/db', storage: Size.gibibytes(10) }],
    publishNotReadyAddresses: true,
  }),
  hardening: { runAsUser: 1000, fsGroup: 1000 },
});
db.calls.to(db, TcpCall.port('tcp-peers'));

// Work that ends, and its proxy with it.
const migrate = new LeastPrivilegeWorkload(shop, 'migrate', { image: 'example/migrate:1', controller: WorkloadController.job({ backoffLimit: 2 }) });
const report = new LeastPrivilegeWorkload(shop, 'report', { image: 'example/report:1', controller: WorkloadController.cronJob({ schedule: Cron.daily() }) });
migrate.calls.to(db, TcpCall.port('tcp'));
report.calls.to(db, TcpCall.port('tcp'));

// A pod on each node.
const agent = new LeastPrivilegeWorkload(shop, 'agent', { image: 'example/agent:1', controller: WorkloadController.daemonSet() });

// Somebody else's chart becomes part of the mesh. With Helm it would be: new Helm(shop, 'cache', { chart: …, namespace: 'shop' }).
const chart = IncludedObjects.of(new Include(shop, 'cache-chart', { url: join(__dirname, 'cache.yaml') }));
const workload = chart.object('StatefulSet', 'cache');
const cache = new LeastPrivilegeWorkload(shop, 'cache', { workload, existingServices: chart.servicesOf(workload) });
agent.calls.to(cache, HttpCall.get('/metrics').onPort('http-metrics'));

// A web server that an autoscaler scales, and of which one pod stays while nodes are drained.
const web = new LeastPrivilegeWorkload(shop, 'web', {
  image: 'example/web:1',
  port: 8080,
  initContainers: [{ image: 'example/wait-for-db:1' }], // behind the proxy, so it calls as the pod does
  sidecarContainers: [{ name: 'logs', image: 'example/log-shipper:1' }], // starts first and keeps running
});
web.calls.to(db, TcpCall.port('tcp'));
web.calls.to(cache, TcpCall.port('tcp-cache'));
new HorizontalPodAutoscaler(shop, 'web-scaler', {
  target: web.deployment, maxReplicas: 5, metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
});
new k8s.KubePodDisruptionBudget(shop, 'web-budget', {
  spec: { minAvailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: web.podLabels } },
});

app.synth();
