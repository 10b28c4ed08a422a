import type { IdentityNaming } from './identity-source';
import { IstioVersion } from '../mesh/istio-version';
import type { Mesh } from '../mesh/mesh';

/** How policies of a mesh name callers. */
export function identityNaming({ identityForm, istioVersion }: Mesh): IdentityNaming {
  return { form: identityForm, trustDomains: istioVersion.atLeast(IstioVersion.V1_30) };
}
