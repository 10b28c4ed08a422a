export { callsText } from './call-text';
export type {
  BaselineOpening, Declaration, DeclaredAuthorizer, DeclaredBounds, DeclaredCallee, DeclaredCaller, DeclaredCondition, DeclaredEdge,
  DeclaredGateway, DeclaredOperation, PlainLabels,
} from './declaration';
export type { Difference, Proof, Side } from './proof';
export { prove } from './prove';
export type { SharedAccount, Widening } from './shared-accounts';
