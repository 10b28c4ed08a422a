import type { App } from 'cdk8s';
import type { Said } from './_declared';
import { callsOf } from './_declared';

/** The parts of a graph, as Kiali writes them. */
export interface Graph {
  readonly timestamp: number;
  readonly duration: number;
  readonly graphType: string;
  readonly elements: { readonly nodes: { readonly data: { [field: string]: any } }[]; readonly edges: { readonly data: { [field: string]: any } }[] };
}

/** A workload as its node has it. */
export interface Pod {
  readonly namespace: string;
  readonly workload: string;
  readonly app: string;
  readonly version: string;
  readonly account?: string;
  readonly service?: string;
}

export function workloadNode(pod: Pod, more: object = {}) {
  const { namespace, workload, app, version, service } = pod;
  return {
    data: {
      id: `${namespace}/${workload}`,
      nodeType: 'workload',
      cluster: 'Kubernetes',
      namespace,
      workload,
      app,
      version,
      ...service ? { destServices: [{ cluster: 'Kubernetes', namespace, name: service }] } : {},
      ...more,
    },
  };
}

export function principal({ namespace, account, workload }: Pod): string {
  return `spiffe://cluster.local/ns/${namespace}/sa/${account ?? workload}`;
}

/** An edge all of whose requests were answered. */
export function edge(source: Pod, target: Pod, protocol: 'http' | 'grpc' | 'tcp', more: object = {}) {
  const code = protocol === 'http' ? '200' : protocol === 'grpc' ? '0' : '-';
  return {
    data: {
      id: `${source.namespace}/${source.workload} ${target.namespace}/${target.workload} ${protocol}`,
      source: `${source.namespace}/${source.workload}`,
      target: `${target.namespace}/${target.workload}`,
      isMTLS: '100.0',
      sourcePrincipal: principal(source),
      destPrincipal: principal(target),
      traffic: {
        protocol,
        rates: { [protocol]: '10.00' },
        responses: { [code]: { flags: { '-': '100.0' }, hosts: { [`${target.service ?? target.workload}.${target.namespace}.svc.cluster.local`]: '100.0' } } },
      },
      ...more,
    },
  };
}

export function graph(nodes: Graph['elements']['nodes'], edges: Graph['elements']['edges']): Graph {
  return { timestamp: 1767225600, duration: 600, graphType: 'workload', elements: { nodes, edges } };
}

/** The pods behind both ends of a call. */
export function endsOf(app: App, { call, namespace, callee }: Said): { readonly from: Pod; readonly to: Pod[]; readonly isGateway: boolean } {
  const [service] = callee.split('.');
  const isGateway = call.caller.gateway !== undefined;
  const account = call.caller.serviceAccount!;
  const from: Pod = isGateway ? { namespace: call.caller.namespace, workload: 'istio-ingressgateway', app: 'istio-ingressgateway', version: 'latest', account }
    : pods(app).find(pod => pod.namespace === call.caller.namespace && pod.account === account)!;
  const to = pods(app).filter(pod => pod.namespace === namespace && pod.app === service).map(pod => ({ ...pod, service }));
  return { from, to, isGateway };
}

const podsOf = new WeakMap<App, Pod[]>();

/** All that Deployments of an app make. */
export function pods(app: App): Pod[] {
  const known = podsOf.get(app) ?? app.charts.flatMap(chart => chart.toJson() as any[]).filter(({ kind }) => kind === 'Deployment').map(({ metadata, spec }) => {
    const { template: { metadata: { labels }, spec: { serviceAccountName } } } = spec;
    return { namespace: metadata.namespace, workload: metadata.name, app: labels.app, version: labels.version, account: serviceAccountName };
  });
  podsOf.set(app, known);
  return known;
}

/** The graph that Kiali would draw, had every declared call been made. */
export function graphOf(app: App, options: { readonly serviceNodes?: boolean; readonly principals?: boolean } = {}): Graph {
  const nodes = new Map<string, { data: { [field: string]: any } }>();
  const edges = new Map<string, { data: { [field: string]: any } }>();
  const called = new Map(callsOf(app).map(({ callee, namespace }) => [`${namespace}/${callee.split('.')[0]}`, callee.split('.')[0]]));
  for (const pod of pods(app)) { nodes.set(`${pod.namespace}/${pod.workload}`, workloadNode({ ...pod, service: called.get(`${pod.namespace}/${pod.app}`) })); }
  for (const said of callsOf(app)) {
    const { from, to, isGateway } = endsOf(app, said);
    if (isGateway) { nodes.set(`${from.namespace}/${from.workload}`, workloadNode(from, { isRoot: true, isGateway: { ingressInfo: { hostnames: said.call.caller.gatewayHosts } } })); }
    const injected = { nodeType: 'service', cluster: 'Kubernetes', isInjected: true };
    const [{ service: name, app: label }] = to;
    const service = { data: { ...injected, id: `service ${said.callee}`, namespace: said.namespace, service: name, app: label } };
    for (const pod of to) {
      const one = edge(from, pod, said.protocol);
      if (!options.serviceNodes) {
        edges.set(one.data.id, one);
        continue;
      }
      nodes.set(service.data.id, service);
      const first = { data: { ...one.data, id: `${one.data.source} ${said.callee} ${said.protocol}`, target: service.data.id } };
      // The first caller's principal stands for all.
      const second = { data: { ...one.data, id: `${said.callee} ${one.data.target} ${said.protocol}`, source: service.data.id } };
      edges.set(first.data.id, first);
      if (!edges.has(second.data.id)) { edges.set(second.data.id, second); }
    }
  }
  const all = [...edges.values()].map(({ data }) => {
    const { sourcePrincipal, destPrincipal, isMTLS, ...rest } = data;
    return { data: options.principals === false ? rest : data };
  });
  return graph([...nodes.values()], all);
}
