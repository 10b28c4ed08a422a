import type { MeshGraph } from './mesh-graph';

/**
 * The graph for programs. To whoever applies a whole folder it is an empty list of objects, so that it may lie beside manifests.
 */
export function graphJson(graph: MeshGraph): string {
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [], ...graph }, undefined, 2)}\n`;
}
