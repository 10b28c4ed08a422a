export type { GraphOptions } from './build-graph';
export { meshGraphOf } from './build-graph';
export { graphDifference } from './difference';
export { graphDot } from './graph-dot';
export { graphJson } from './graph-json';
export { graphMermaid } from './graph-mermaid';
export * from './mesh-graph';
export { withFindings } from './with-findings';
