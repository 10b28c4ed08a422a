import type { CallingPods, GuardRail, GuardRailProblem } from './guard-rail';
import { calleesOf, isWholeNamespace, workloadsOf } from './pods';
import { knownPorts } from './world';
import { trustDomainsOf } from '../access-sets/identity-access';
import type { MeshModel } from '../model';

/** What a guard rail speaks of and nobody knows: a slip of the pen would guard nothing. */
export function existenceProblems(model: MeshModel, rail: GuardRail): GuardRailProblem[] {
  const { from, to, port } = rail;
  const callers = from.kind === 'these' ? from.these : from.kind === 'everyone' ? from.except : [];
  const missing = [
    from.kind === 'these' && from.these.length === 0 ? 'there is nothing in its callers' : undefined,
    to.kind === 'these' && to.these.length === 0 ? 'there is nothing in its callees' : undefined,
    ...callers.map(pods => (rail.kind === 'always' ? absence(model, pods) : strangeness(model, pods))),
    ...(to.kind === 'these' ? to.these : to.except).map(pods => absence(model, pods)),
  ].filter(problem => problem !== undefined);
  const callees = missing.length > 0 ? [] : calleesOf(model, to);
  if (missing.length === 0 && callees.length === 0) {
    missing.push('no workload is left that is called');
  }
  if (port !== undefined && callees.length > 0) {
    const ports = new Set(callees.flatMap(callee => knownPorts(model, callee)));
    if (!ports.has(port)) {
      missing.push(`nothing that is called has a container port ${port} (${[...ports].sort((a, b) => a - b).slice(0, 10).join(', ') || 'none is declared'})`);
    }
  }
  return [...new Set(missing)].map(message => ({ rail, message }));
}

/** Pods of which there must be some in the manifests. */
function absence(model: MeshModel, pods: CallingPods): string | undefined {
  return workloadsOf(model, pods).length > 0 ? undefined
    : `'${pods.name}' has no pods in these manifests, nor in the mesh's 'context'; add what deploys it to the 'context', or correct the guard rail`;
}

/** A caller that need not be deployed yet, but of a namespace or a trust domain that is known. */
function strangeness(model: MeshModel, pods: CallingPods): string | undefined {
  if (pods.principal !== undefined && !trustDomainsOf(model).includes(pods.principal.split('/')[0])) {
    return `'${pods.name}' is of trust domain '${pods.principal.split('/')[0]}', of which this mesh takes no identity; its own are ${trustDomainsOf(model).map(domain => `'${domain}'`).join(', ')}`;
  }
  if (isWholeNamespace(pods)) {
    return model.namespaces.has(pods.namespace!) || model.ingressGateways.some(({ namespace }) => namespace === pods.namespace) ? undefined
      : `namespace '${pods.namespace}' is neither in these manifests nor in the mesh's 'context'; add it to the 'context', or correct the guard rail`;
  }
  return pods.principal === undefined ? absence(model, pods) : undefined;
}
