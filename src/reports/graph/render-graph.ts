import type { GraphFormat } from './graph-formats';
import type * as Html from './html';
import type * as Svg from './svg';
import type { MeshGraph } from '../../analysis/graph';
import { graphDot, graphJson, graphMermaid } from '../../analysis/graph';

/* What lays pictures out is loaded when it is asked for. */
/* eslint-disable @typescript-eslint/no-require-imports */
const FORMATS: { readonly [F in GraphFormat]: (graph: MeshGraph, options: PictureOptions) => string } = {
  html: (graph, options) => (require('./html') as typeof Html).graphHtml(graph, options),
  svg: (graph, options) => (require('./svg') as typeof Svg).graphSvg(graph, options),
  mmd: (graph, { unused }) => graphMermaid(graph, unused),
  dot: (graph, { unused }) => graphDot(graph, unused),
  json: graph => graphJson(graph),
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** What a picture shows besides. */
export interface PictureOptions {
  /** Of a page, whether what is denied is shown at first; other pictures have what their graph has. @default false */
  readonly denied?: boolean;
  /** Whether what nobody sends is marked. @default false */
  readonly unused?: boolean;
}

export interface Rendered {
  readonly text: string;
  readonly warnings: readonly string[];
}

export function renderGraph(graph: MeshGraph, format: GraphFormat, options: PictureOptions = {}): Rendered {
  const text = FORMATS[format](graph, options);
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
