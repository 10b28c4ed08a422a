import type { ProofScope } from './app-proof';
import type { MeshContext } from './context';
import type { DeclaredBounds, DeclaredEdge, SharedAccount } from '../analysis/proof';
import type { Mesh } from '../mesh/mesh';
import { sortedUnique } from '../private/naming';

/** A scope of which something is proved. */
interface ProvedScope extends Omit<ProofScope, 'bounds'> {
  readonly bounds: DeclaredBounds;
}

/** What the proof takes for granted: it is about these manifests, and they are not the whole cluster. */
export function assumptionsOf(
  mesh: Mesh, scopes: readonly ProvedScope[], edges: readonly DeclaredEdge[], { objects, model, configuredBy }: MeshContext,
): string[] {
  const { platform } = mesh;
  const { meshConfig } = mesh.meshConfig();
  const root = meshConfig.rootNamespace;
  return [
    configuredBy === undefined
      ? `MeshConfig: trust domain '${meshConfig.trustDomain}'${meshConfig.trustDomainAliases.map(alias => ` (alias '${alias}')`).join('')}, root namespace '${root}', automatic mutual TLS, paths normalized (${meshConfig.pathNormalization.normalization})`
      : `MeshConfig is that of ${configuredBy} in the context`,
    objects.length === 0 ? `no other policy of root namespace '${root}' applies to these workloads`
      : `policies of root namespace '${root}' are those of these manifests and of the context (${objects.length} objects), which is what the cluster has`,
    "the cluster's network plugin enforces NetworkPolicy",
    `istiod runs where the platform says it does (${platform.istiod.namespace ?? platform.istiod.cidrs?.join(', ')})${platform.istioCsr ? '' : ", and issues each service account's identity to its pods only"}`,
    ...platform._istioCsrPeers.map(({ namespace }) =>
      `istio-csr runs in namespace '${namespace}', and its issuer signs for it alone: each service account's identity is issued to its pods only`),
    ...Object.entries(platform.ingressGateways).map(([name, gateway]) =>
      `gateway '${name}' runs in namespace '${gateway.namespace}' as service account '${gateway.serviceAccount}'`),
    ...sortedUnique(edges.filter(({ callee }) => callee.addresses).map(({ callee }) => callee.host))
      .filter(host => !host.endsWith(`.svc.${platform.clusterDomain}`)).map(host =>
        `'${host}' is outside of the cluster: calls to it are followed until they leave, and nothing is known of who answers them there`),
    ...sortedUnique(scopes.flatMap(({ bounds }) => (bounds.authorizers ?? []).map(({ assumption }) => assumption))),
    ...sortedUnique(edges.filter(({ callee }) => callee.endsTls && !callee.addresses).map(({ callee, targetPort }) =>
      `containers of '${callee.name}' end TLS themselves on port ${targetPort}, as its client TLS says`)),
    objects.length === 0 ? 'nobody else deploys pods with these labels or service accounts, or other objects into these namespaces'
      : 'nobody else deploys pods with these labels or service accounts, or other objects into these namespaces, but what the context has',
    ...new Set(scopes.flatMap(({ bounds: { namespace }, context = [], reliesOn }) => (context.length > 0 && model.namespaces.get(namespace)?.declared
      ? [`namespace '${namespace}' and its policies are those of the context`] : reliesOn))),
  ];
}

/** What identities cannot tell apart, and what that comes to; the report has the calls. */
export function sharedAccountRemarks(accounts: readonly SharedAccount[]): string[] {
  return accounts.map(({ namespace, serviceAccount, sharedBy, widened }) => {
    const pairs = sortedUnique(widened.map(({ caller, callee }) => `'${caller}' to '${callee}'`));
    const rest = pairs.length - NAMED;
    const named = [...pairs.slice(0, NAMED), ...rest > 0 ? [`${rest} more`] : []].join(', ');
    return `service account '${namespace}/${serviceAccount}' is shared by ${sharedBy.length} (${
      [...sharedBy.slice(0, NAMED), ...sharedBy.length > NAMED ? ['…'] : []].join(', ')}), whom identity does not tell apart: ${
      pairs.length === 0 ? 'none of them may do more by it' : `it lets calls of the others through from ${named}`}`;
  });
}

/** How many of a list are named, before the rest is only counted. */
const NAMED = 3;
