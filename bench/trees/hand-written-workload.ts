import type { Chart } from 'cdk8s';
import { Size } from 'cdk8s';
import { Cpu, Deployment, ImagePullPolicy, LabelSelector, Service, ServiceAccount } from 'cdk8s-plus-27';
import { pods } from './hand-written-namespace';
import { object } from './hand-written-object';
import { callsOf } from './shape';

/** What a workload must know of the others. */
export interface Around {
  readonly count: number;
  /** The namespace of a workload. */
  readonly place: (workload: number) => string;
  readonly callers: readonly { readonly caller: number; readonly path: string }[];
}

/** A workload and what opens it to its callers: three objects of cdk8s-plus, five of Istio and Kubernetes. */
export function workloadObjects(chart: Chart, workload: number, around: Around): void {
  const name = `service-${workload}`;
  const labels = { app: name };
  const serviceAccount = new ServiceAccount(chart, `${name}-account`, { metadata: { name } });
  const deployment = new Deployment(chart, `${name}-deployment`, {
    metadata: { name: `${name}-v1` },
    podMetadata: { labels: { ...labels, version: 'v1' } },
    select: false,
    replicas: 1,
    serviceAccount,
    containers: [{
      name,
      image: 'example/service:1',
      imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
      ports: [{ number: 8080, name: 'http' }],
      resources: { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(512) } },
    }],
  });
  deployment.select(LabelSelector.of({ labels }));
  new Service(chart, `${name}-service`, { metadata: { name }, selector: deployment, ports: [{ name: 'http', port: 8080, targetPort: 8080 }] });
  policies(chart, name, workload, around);
  const host = `${name}.${chart.namespace!}.svc.cluster.local`;
  object(chart, `${name}-route`, 'networking.istio.io/v1', 'VirtualService', name, {
    hosts: [host], http: [{ route: [{ destination: { host, port: { number: 8080 } } }], timeout: '5s' }],
  });
  object(chart, `${name}-destination`, 'networking.istio.io/v1', 'DestinationRule', name, {
    host, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 50 } },
  });
}

function policies(chart: Chart, name: string, workload: number, { count, place, callers }: Around): void {
  const labels = { app: name };
  const called = callsOf(workload, count).map(({ callee }) => callee);
  const peer = (other: number): object => pods(place(other), { app: `service-${other}` });
  const ports = [{ port: 8080, protocol: 'TCP' }];
  object(chart, `${name}-policy`, 'security.istio.io/v1', 'AuthorizationPolicy', name, {
    selector: { matchLabels: labels },
    action: 'ALLOW',
    rules: callers.map(({ caller, path }) => ({
      from: [{ source: { principals: [`cluster.local/ns/${place(caller)}/sa/service-${caller}`] } }],
      to: [{ operation: { methods: ['GET'], paths: [path], ports: ['8080'] } }],
    })),
  });
  object(chart, `${name}-sidecar`, 'networking.istio.io/v1', 'Sidecar', name, {
    workloadSelector: { labels },
    egress: [{ hosts: called.map(callee => `${place(callee)}/service-${callee}.${place(callee)}.svc.cluster.local`) }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  });
  object(chart, `${name}-network`, 'networking.k8s.io/v1', 'NetworkPolicy', name, {
    podSelector: { matchLabels: labels },
    policyTypes: ['Ingress', 'Egress'],
    ingress: callers.map(({ caller }) => ({ from: [peer(caller)], ports })),
    egress: called.map(callee => ({ to: [peer(callee)], ports })),
  });
}
