export type { BaselineOpening, Declaration, DeclaredBounds, DeclaredCallee, DeclaredCaller, DeclaredEdge, DeclaredOperation, PlainLabels } from './declaration';
export type { Difference, Proof, Side } from './proof';
export { prove } from './prove';
