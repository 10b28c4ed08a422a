import type { DeclaredCall } from '../calls/declared-call';
import type { MeshKinds } from '../private/mesh-object';
import { sortedUnique } from '../private/naming';

type Spec = MeshKinds['Sidecar'];

/** The host that stands for no service at all. */
const NOTHING = '~/*';

/** What a proxy may know. */
export interface SidecarOptions {
  /** The pods; undefined for every pod of the namespace that no other Sidecar selects. */
  readonly selector?: { readonly [label: string]: string };
  readonly calls: readonly DeclaredCall[];
  /** Hosts beside the callees', as `namespace/host`. */
  readonly extraHosts: readonly string[];
}

/**
 * The Sidecar of a caller: its proxy knows the services that it calls, and sends nothing anywhere else.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export function sidecar(options: SidecarOptions): Spec {
  // A short name would pass validation and import nothing: hosts are fully qualified.
  const known: string[] = [];
  for (const { callee, passage } of options.calls) {
    addHosts(known, callee);
    if (passage) { addHosts(known, passage.service); }
  }
  const hosts = sortedUnique([...known, ...options.extraHosts]);
  return {
    ...options.selector ? { workloadSelector: { labels: options.selector } } : {},
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    egress: [{ hosts: hosts.length > 0 ? hosts : [NOTHING] }],
  };
}

/** A VirtualService for the host is known only if it is imported from its own namespace. */
function addHosts(known: string[], { namespace, host, otherHosts, routedFrom }: DeclaredCall['callee']): void {
  known.push(`${namespace}/${host}`);
  otherHosts?.forEach(other => known.push(`${namespace}/${other}`));
  if (routedFrom !== undefined) { known.push(`${routedFrom}/${host}`); }
}

/** What is wrong with hosts that a user names: a short name passes Istio's validation and imports nothing. */
export function sidecarHostProblems(hosts: readonly string[]): string[] {
  return hosts.filter(host => !/^(\*|\.|~|[a-z0-9-]+)\/(\*|(\*\.)?[a-z0-9.-]+\.[a-z0-9-]+)$/.test(host)).map(host =>
    `Sidecar host '${host}' is not 'namespace/host' with a fully qualified host; write for example 'istio-system/*'.`);
}
