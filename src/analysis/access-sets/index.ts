export type { Access, AccessByIdentity } from './access';
export { AccessSets } from './access-sets';
export type { AccessOptions } from './access-sets';
export { AccessSpace } from './access-space';
export type { ByIdentity } from './by-identity';
export { hasPort } from './network-access';
export type { NetworkAccess } from './network-access';
export type { KnownHost, SidecarHosts } from './sidecar-hosts';
