import { MtlsMode } from './mtls-mode';
import type { MeshKinds } from '../private/mesh-object';

type Spec = MeshKinds['PeerAuthentication'];

/**
 * The PeerAuthentication of a namespace, or of the pods that a selector names.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function peerAuthentication(mode: MtlsMode, selector?: { readonly [label: string]: string }, ports: readonly PortMode[] = []): Spec {
  return {
    ...selector ? { selector: { matchLabels: selector } } : {},
    // Ports are those of the pods; without a selector Istio would refuse them.
    ...mode !== MtlsMode.UNSET || ports.length === 0 ? { mtls: { mode } } : {},
    ...ports.length > 0 ? { portLevelMtls: Object.fromEntries(ports.map(({ targetPort, mtls }) => [String(targetPort), { mode: mtls }])) } : {},
  };
}

/** A port of the pods on which something else is accepted than on the others. */
export interface PortMode {
  readonly targetPort: number;
  readonly mtls: MtlsMode;
}
