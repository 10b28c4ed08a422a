import type { GraphFormat } from './graph-formats';
import type { MeshGraph } from '../../analysis/graph';
import { graphDot, graphJson, graphMermaid } from '../../analysis/graph';

/* What lays pictures out is loaded when it is asked for. */
/* eslint-disable @typescript-eslint/no-require-imports */
const FORMATS: { readonly [F in GraphFormat]: (graph: MeshGraph) => string } = {
  html: graph => (require('./html') as { readonly graphHtml: (of: MeshGraph) => string }).graphHtml(graph),
  svg: graph => (require('./svg') as { readonly graphSvg: (of: MeshGraph) => string }).graphSvg(graph),
  mmd: graphMermaid,
  dot: graphDot,
  json: graphJson,
};
/* eslint-enable @typescript-eslint/no-require-imports */

export interface Rendered {
  readonly text: string;
  readonly warnings: readonly string[];
}

export function renderGraph(graph: MeshGraph, format: GraphFormat): Rendered {
  const text = FORMATS[format](graph);
  return { text, warnings: format === 'mmd' ? mermaidWarnings(text) : [] };
}

/** What Mermaid refuses to draw unless it is told otherwise, which GitHub does not let one do. */
const MOST_LINKS = 500;
const MOST_CHARACTERS = 50_000;

function mermaidWarnings(text: string): readonly string[] {
  const links = text.split('\n').filter(line => /^ {2}n\d+ \S+\|/.test(line)).length;
  return [
    ...links > MOST_LINKS ? [`Mermaid draws no more than ${MOST_LINKS} edges unless maxEdges is set, and this has ${links}; .dot and .json have no such limit`] : [],
    ...text.length > MOST_CHARACTERS ? [`Mermaid reads no more than ${MOST_CHARACTERS} characters unless maxTextSize is set, and this has ${text.length}`] : [],
  ];
}
