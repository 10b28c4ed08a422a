import { idOf, workloadId } from './ids';
import type { GraphFinding, GraphNamespace, GraphNode, MeshGraph } from './mesh-graph';
import type { Finding } from '../findings';
import type { FindingSeverity } from '../mesh-finding';

/** The graph with findings where they belong: at workloads and gateways, else at namespaces; what is of neither is a remark. */
export function withFindings(graph: MeshGraph, findings: readonly Finding[]): MeshGraph {
  const ends = new Set([...graph.nodes, ...graph.namespaces].map(({ id }) => id));
  const found = new Map<string, GraphFinding[]>();
  const remarks: string[] = [];
  for (const finding of findings) {
    const told = graphFinding(finding);
    const places = placesOf(graph, finding).filter(id => ends.has(id));
    if (places.length === 0) { remarks.push(`${told.code} (${told.severity}) ${told.object}: ${told.message}`); }
    for (const id of places) { found.set(id, [...found.get(id) ?? [], told]); }
  }
  const marked = <T extends GraphNode | GraphNamespace>(end: T): T => ({ ...end, findings: found.get(end.id) ?? [] });
  return { ...graph, nodes: graph.nodes.map(marked), namespaces: graph.namespaces.map(marked), remarks: [...graph.remarks, ...remarks] };
}

function graphFinding({ code, severity, object: { kind, namespace, name }, message }: Finding): GraphFinding {
  return { code, severity: severity as FindingSeverity, object: namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`, message };
}

function placesOf({ nodes }: MeshGraph, { object: { kind, namespace, name } }: Finding): readonly string[] {
  const workload = workloadId({ namespace, name });
  if (nodes.some(({ id, object }) => id === workload && object === kind)) { return [workload]; }
  if (kind === 'Namespace') { return [idOf('namespace', name)]; }
  const gateways = kind === 'Gateway' ? nodes.filter(({ listeners }) => listeners.some(({ gateway }) => gateway === `${namespace}/${name}`)) : [];
  return gateways.length > 0 ? gateways.map(({ id }) => id) : [idOf('namespace', namespace)];
}
