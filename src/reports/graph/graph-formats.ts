/** How a graph can be written; each is also the ending of a file. */
export const GRAPH_FORMATS = ['html', 'svg', 'mmd', 'dot', 'json'] as const;

export type GraphFormat = typeof GRAPH_FORMATS[number];
