import type { GraphEdge, MeshGraph } from '../../../src/analysis/graph';
import { meshGraphOf } from '../../../src/analysis/graph';
import { accessText } from '../../../src/analysis/graph/drawing';
import { buildModel } from '../../../src/analysis/model';

/** The picture of some objects. */
export function graphOf(...manifests: readonly unknown[]): MeshGraph {
  return meshGraphOf(buildModel(manifests.map(object => ({ object }))));
}

/** `from -> to: what`, of the edges of one kind. */
export function said(graph: MeshGraph, kind: string, about: (edge: GraphEdge) => boolean = () => true): string[] {
  return graph.edges.filter(edge => edge.kind === kind && about(edge))
    .map(edge => `${edge.from} -> ${edge.to}: ${edge.access.flatMap(one => accessText(edge.kind, one)).join('; ')}`);
}

/** What a Deployment with a label of its version has written on it about traffic. */
export function trafficOf(graph: MeshGraph): { [name: string]: string } {
  return Object.fromEntries(graph.nodes.filter(({ traffic }) => traffic.length > 0).map(({ text, traffic }) => [text, traffic.join('; ')]));
}
