import type { Source } from './source';

/** Kinds of API groups that Istio 1.6 removed, and what says the same today. */
const REPLACEMENTS: { readonly [group: string]: { readonly [kind: string]: string } } = {
  'authentication.istio.io': { Policy: 'PeerAuthentication or RequestAuthentication', MeshPolicy: 'PeerAuthentication of the root namespace' },
  'rbac.istio.io': {
    ClusterRbacConfig: 'AuthorizationPolicy', RbacConfig: 'AuthorizationPolicy', ServiceRole: 'AuthorizationPolicy', ServiceRoleBinding: 'AuthorizationPolicy',
  },
};

/** What is wrong with an object that no Istio of today knows: it would protect nothing. */
export function removedKindProblem({ group, kind }: Source): string | undefined {
  const kinds = REPLACEMENTS[group];
  return kinds && `Istio knows no ${kind} of ${group} since version 1.6, and it protects nothing; write ${kinds[kind] ?? 'what replaces it'} in its place`;
}
