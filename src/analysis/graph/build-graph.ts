import { AccessEdges } from './gather-access';
import { idOf } from './ids';
import type { GraphEdge, GraphListener, GraphNamespace, GraphNode, GraphService, MeshGraph } from './mesh-graph';
import { GraphEdgeKind, GraphNodeKind } from './mesh-graph';
import { entries, externals, gatewayRoutes, listenersById } from './outside';
import { Reasons } from './reasons';
import { routesOf } from './routes';
import type { Traffic } from './traffic';
import { trafficOf } from './traffic';
import { GraphWorld } from './world';
import { deniedEntries, tableEntries } from '../access-table/build-table';
import type { TableEntry } from '../access-table/table-entry';
import { servicesOf } from '../decision/inbound';
import { hasSidecar, isAmbient, isGatewayProxy } from '../decision/proxies';
import { servicesWithHost } from '../decision/services';
import { isUnknown } from '../decision/tri';
import type { MeshModel, Workload } from '../model';
import { compare } from '../model';

const REMARKS = [
  'Edges of access are what mutual TLS with AuthorizationPolicies and NetworkPolicies leave open together; what no edge has is closed. '
    + 'An end that is a box stands for each workload in it.',
  'A class of callers, such as "anyone", has the workloads of these manifests in it as far as the edges that leave them let them out.',
  'Edges of egress are what the callers\' own proxies know outside of the mesh, which is no boundary; edges of entry are what gateways listen to, '
    + 'and edges of routes where gateways send it. Whether it is let in there, edges of access tell.',
];

/** What a graph is to have besides. */
export interface GraphOptions {
  /** What is opened by name and stopped all the same. @default false */
  readonly denied?: boolean;
  /** The rows of the mesh's table, where they are known already. */
  readonly entries?: readonly TableEntry[];
}

/** The picture of a mesh. */
export function meshGraphOf(
  model: MeshModel, problems: readonly string[] = [], { denied = false, entries: rows = tableEntries(model) }: GraphOptions = {},
): MeshGraph {
  const world = new GraphWorld(model);
  const reasons = new Reasons(model);
  const access = new AccessEdges(world, rows, reasons);
  const routes = routesOf(world);
  const stopped = denied ? new AccessEdges(world, deniedEntries(model), reasons, GraphEdgeKind.DENIED).edges : [];
  const listeners = listenersById(world);
  const traffic = trafficOf(routes, host => servicesWithHost(model, host).flatMap(service => world.endpointsOf(service)));
  const outside = externals(world);
  const coming = entries(world, listeners);
  const nodes = [
    ...[...world.workloads].map(([id, workload]) => workloadNode(model, id, workload, listeners.get(id) ?? [], traffic(id))),
    ...[...world.platformGateways].map(([id, pods]) => gatewayNode(id, pods, listeners.get(id) ?? [])),
    ...outside.nodes.map(node => ({ ...node, ...trafficFields(traffic(node.id)) })),
    ...coming.nodes,
    ...access.nodes,
  ];
  return {
    version: 1,
    namespaces: [...world.namespaces].map(([name, members]): GraphNamespace => ({ id: idOf('namespace', name), name, members, findings: [] })),
    services: world.boxes.map(({ id, service: { namespace, name, host }, members }): GraphService => ({ id, namespace, name, host, members })),
    nodes,
    edges: [...access.edges, ...stopped, ...coming.edges, ...gatewayRoutes(world, routes), ...outside.edges].sort(compareEdges),
    routes,
    objects: reasons.objects,
    remarks: [...REMARKS, ...problems.map(problem => `It could not be read: ${problem}`)],
  };
}

function workloadNode(model: MeshModel, id: string, workload: Workload, listeners: readonly GraphListener[], traffic: Traffic): GraphNode {
  const { namespace, name, kind, labels, serviceAccount } = workload;
  // As Istio finds the revision of a canonical service.
  const version = labels.get('service.istio.io/canonical-revision') ?? labels.get('app.kubernetes.io/version') ?? labels.get('version');
  return {
    id,
    kind: listeners.length > 0 || isGatewayProxy(workload) ? GraphNodeKind.GATEWAY : GraphNodeKind.WORKLOAD,
    text: name,
    namespace,
    name,
    object: kind,
    ...version === undefined ? {} : { version },
    serviceAccount,
    hosts: servicesOf(model, workload).map(({ host }) => host).sort(compare),
    proxy: proxyOf(model, workload),
    listeners,
    ...trafficFields(traffic),
    findings: [],
  };
}

function trafficFields({ shares, faults }: Traffic): Pick<GraphNode, 'traffic' | 'faults'> {
  return { traffic: shares, ...faults.length === 0 ? {} : { faults } };
}

function proxyOf(model: MeshModel, workload: Workload): GraphNode['proxy'] {
  if (isGatewayProxy(workload)) { return 'gateway'; }
  const sidecar = hasSidecar(model, workload);
  return isUnknown(sidecar) ? 'unknown' : sidecar ? 'sidecar' : isAmbient(model, workload) ? 'ambient' : 'none';
}

function gatewayNode(id: string, { namespace, name, serviceAccount }: Workload, listeners: readonly GraphListener[]): GraphNode {
  return {
    id,
    kind: GraphNodeKind.GATEWAY,
    text: `${namespace}/${name}`,
    name,
    serviceAccount,
    hosts: [],
    proxy: 'gateway',
    listeners,
    traffic: [],
    findings: [],
  };
}

const KINDS = [GraphEdgeKind.ENTRY, GraphEdgeKind.ROUTE, GraphEdgeKind.ACCESS, GraphEdgeKind.EGRESS, GraphEdgeKind.DENIED];

function compareEdges(a: GraphEdge, b: GraphEdge): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compare(a.from, b.from) || compare(a.to, b.to) || compare(a.protocol, b.protocol);
}
