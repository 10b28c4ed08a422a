import type { MtlsMode } from './mtls-mode';
import type { MeshKinds } from '../private/mesh-object';

type Spec = MeshKinds['PeerAuthentication'];

/**
 * The PeerAuthentication of a namespace, or of the pods that a selector names.
 *
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function peerAuthentication(mode: MtlsMode, selector?: { readonly [label: string]: string }): Spec {
  return { ...selector ? { selector: { matchLabels: selector } } : {}, mtls: { mode } };
}
