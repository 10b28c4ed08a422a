export { IdentityWords } from './identity-words';
export { NetworkBetween } from './network-between';
export { operationText } from './operation-text';
export type { SaidAccess } from './said-access';
export { sayAccess } from './say-access';
