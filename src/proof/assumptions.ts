import type { ProofScope } from './app-proof';
import type { Mesh } from '../mesh/mesh';

/** What the proof takes for granted: it is about these manifests, and they are not the whole cluster. */
export function assumptionsOf(mesh: Mesh, scopes: readonly ProofScope[]): string[] {
  const { platform } = mesh;
  const { meshConfig } = mesh.meshConfig();
  return [
    `MeshConfig: trust domain '${meshConfig.trustDomain}'${meshConfig.trustDomainAliases.map(alias => ` (alias '${alias}')`).join('')}, root namespace '${meshConfig.rootNamespace}', automatic mutual TLS, paths normalized (${meshConfig.pathNormalization.normalization})`,
    `no other policy of root namespace '${meshConfig.rootNamespace}' applies to these workloads`,
    "the cluster's network plugin enforces NetworkPolicy",
    `istiod runs where the platform says it does (${platform.istiod.namespace ?? platform.istiod.cidrs?.join(', ')}), and issues each service account's identity to its pods only`,
    ...Object.entries(platform.ingressGateways).map(([name, gateway]) =>
      `gateway '${name}' runs in namespace '${gateway.namespace}' as service account '${gateway.serviceAccount}'`),
    'nobody else deploys pods with these labels or service accounts, or other objects into these namespaces',
    ...new Set(scopes.flatMap(({ reliesOn }) => reliesOn)),
  ];
}
