import type { DeclaredAuthorizer, DeclaredBounds, DeclaredEdge } from './declaration';
import { differenceId } from './difference-id';
import type { Difference } from './proof';
import { podPeer } from '../decision/layers/network-policies';
import { sidecarOf } from '../decision/sidecar-scope';
import type { AuthorizationPolicy, MeshModel, Workload } from '../model';
import { Elements } from '../model';
import type { NetworkPeer, NetworkPolicies } from '../network-policy';

/**
 * The mesh as if every authorizer that is declared let everything pass: it can only take away, so that nothing more is
 * possible. A policy of the same name that asks somebody else, or about other pods, stays, and so does what nobody declared.
 */
export function asIfAllowed(model: MeshModel, bounds: readonly DeclaredBounds[]): MeshModel {
  const declared = new Map(bounds.flatMap(({ authorizers = [] }) => authorizers).map(one => [`${one.policy.namespace}/${one.policy.name}`, one]));
  return declared.size === 0 ? model : {
    ...model,
    authorizationPolicies: new Elements(model.authorizationPolicies.all.filter(policy =>
      !isDeclared(policy, declared.get(`${policy.namespace}/${policy.name}`)))),
  };
}

function isDeclared(policy: AuthorizationPolicy, declared: DeclaredAuthorizer | undefined): boolean {
  const labels = Object.entries(declared?.policy.selector ?? {});
  return declared !== undefined && policy.action === 'CUSTOM' && policy.provider === declared.provider && policy.problems.length === 0
    && !policy.hasTargets && (policy.selector?.size ?? 0) === labels.length
    && labels.every(([label, value]) => policy.selector?.get(label) === value);
}

/** Can the proxies of a workload reach whom they ask? If not, calls are refused whatever would be answered. */
export function authorizerLiveness(
  model: MeshModel, network: NetworkPolicies, { authorizers = [], path }: DeclaredBounds, workload: Workload, incoming: readonly DeclaredEdge[],
): Difference[] {
  // Several policies may ask the same one.
  const asked = authorizers.filter(({ provider }, i) => authorizers.findIndex(one => one.provider === provider) === i);
  return incoming.length === 0 ? [] : asked.flatMap(authorizer => {
    const pod = `${workload.namespace}/${workload.name}`;
    const reason = unknownToProxy(model, authorizer, workload) ?? closedByNetwork(model, network, authorizer, workload);
    return reason === undefined ? [] : [{
      id: differenceId('liveness', 'all layers', `${pod}:authorizer ${authorizer.provider}`, reason),
      declared: incoming,
      side: 'liveness' as const,
      layer: 'all layers' as const,
      path,
      message: `declared calls to ${pod} are not decided by authorizer '${authorizer.provider}', which its proxy does not reach: ${reason}`,
    }];
  });
}

function unknownToProxy(model: MeshModel, { sidecarHost }: DeclaredAuthorizer, workload: Workload): string | undefined {
  const sidecar = sidecarOf(model, workload);
  const [namespace, host] = sidecarHost.split('/');
  const known = sidecar?.egress === undefined || sidecar.egress.flatMap(({ hosts }) => hosts).some(imported =>
    ['*', namespace, ...workload.namespace === namespace ? ['.'] : []].includes(imported.namespace)
    && (imported.host === '*' || imported.host === host || (imported.host.startsWith('*.') && host.endsWith(imported.host.slice(1)))));
  return known ? undefined : `Sidecar ${sidecar.namespace}/${sidecar.name} does not import ${sidecarHost}`;
}

function closedByNetwork(model: MeshModel, network: NetworkPolicies, { opening }: DeclaredAuthorizer, workload: Workload): string | undefined {
  const { namespace, podLabels, cidrs = [], ports } = opening;
  const peers: NetworkPeer[] = [
    ...namespace === undefined ? [] : [{ kind: 'pod' as const, namespace, name: opening.name, labels: { ...podLabels }, replicated: true }],
    ...cidrs.map(cidr => ({ kind: 'external' as const, address: cidr.split('/')[0] })),
  ];
  const closed = peers.some(peer => ports.some(({ port }) => network.decide(podPeer(model, workload), peer, port).egress.verdict !== 'ALLOW'));
  return closed ? `its NetworkPolicies do not open ${opening.name} on port ${ports.map(({ port }) => port).join(', ')}` : undefined;
}
