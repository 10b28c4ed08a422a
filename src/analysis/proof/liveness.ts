import { belongingsFor } from './conditions';
import type { DeclaredEdge } from './declaration';
import { differenceId } from './difference-id';
import { outsideLiveness } from './outside';
import type { Difference } from './proof';
import { requestsOf, tryText } from './requests';
import { decide } from '../decision/decide';
import type { Decision } from '../decision/decision';
import type { Request } from '../decision/request';
import type { MeshModel, Workload } from '../model';
import type { NetworkPolicies } from '../network-policy';

/**
 * Does a declared call come through all layers together? Boundaries of identity are held against the whole call elsewhere;
 * here are the ways there: NetworkPolicies at both ends, and what the caller's proxy makes of a request of each kind that was
 * declared. It is enough that one of the pods behind the service answers, since weights may keep traffic from others.
 */
export function edgeLiveness(
  model: MeshModel, network: NetworkPolicies, edge: DeclaredEdge, callers: readonly Workload[], callees: readonly Workload[],
  podPeer: (workload: Workload) => Parameters<NetworkPolicies['decide']>[0],
): Difference[] {
  if (edge.callee.addresses) {
    return outsideLiveness(model, edge, callers);
  }
  if (callees.length === 0) {
    // Somebody else deploys it.
    return [];
  }
  if (callers.length === 0 || edge.caller.cidrs) {
    return fromElsewhere(network, edge, callees, podPeer);
  }
  const requests = requestsOf(edge);
  const belongings = belongingsFor(model, edge, callees[0]);
  if (belongings === undefined) {
    // Said where identities are held against the call.
    return [];
  }
  const { address, headers, claims } = belongings;
  const differences: Difference[] = [];
  for (const caller of callers) {
    const from = { kind: 'workload' as const, namespace: caller.namespace, workload: caller.name, ...address === undefined ? undefined : { address } };
    for (const request of requests) {
      const asked = { ...request, from, claims, headers: headers.size === 0 ? request.headers : new Map([...request.headers, ...headers]) };
      const best = bestOf(model, edge, asked, callees);
      if (best !== undefined) {
        differences.push(differenceOf(edge, tryText(request), caller, best));
      }
    }
  }
  return differences;
}

/** The best that becomes of a request at one of the callees; undefined where one of them gets it. */
function bestOf(model: MeshModel, edge: DeclaredEdge, asked: Omit<Request, 'to'>, callees: readonly Workload[]): Decision | undefined {
  const decisions: Decision[] = [];
  for (const callee of callees) {
    const decision = decide(model, { ...asked, to: { namespace: callee.namespace, workload: callee.name } });
    if (decision.verdict === 'ALLOW') {
      return undefined;
    }
    decisions.push(decision);
  }
  return edge.callee.endsTls && decisions.some(isLeftToContainers) ? undefined : decisions.find(({ verdict }) => verdict === 'UNKNOWN') ?? decisions[0];
}

/** Is all that cannot be decided what the callee's own containers make of TLS that a DestinationRule sends them? */
function isLeftToContainers({ verdict, layers }: Decision): boolean {
  return verdict === 'UNKNOWN' && layers.every(({ verdict: one, layer, object }) =>
    one === 'ALLOW' || (one === 'UNKNOWN' && layer === 'mutualTls' && object?.kind === 'DestinationRule'));
}

/** A caller that is no workload of these manifests: its own side is not seen, the network at the callee is. */
function fromElsewhere(
  network: NetworkPolicies, edge: DeclaredEdge, callees: readonly Workload[], podPeer: (workload: Workload) => Parameters<NetworkPolicies['decide']>[0],
): Difference[] {
  const { cidrs, namespace, name, podLabels } = edge.caller;
  const from = cidrs ? cidrs.map(cidr => ({ kind: 'external' as const, address: cidr.split('/')[0] }))
    : [{ kind: 'pod' as const, namespace, name, labels: { ...podLabels }, replicated: true }];
  return callees.flatMap(callee => {
    const decided = from.map(one => network.decide(one, podPeer(callee), edge.targetPort).ingress);
    const ingress = decided.find(({ verdict }) => verdict !== 'ALLOW') ?? decided[0];
    return ingress.verdict === 'ALLOW' ? [] : [{
      id: differenceId('liveness', 'networkPolicy', `${edge.caller.name}:${callee.namespace}/${callee.name}:${edge.targetPort}`, ingress.verdict),
      declared: [edge],
      side: 'liveness' as const,
      layer: 'networkPolicy' as const,
      path: edge.caller.name,
      message: `the declared call to '${edge.callee.name}' is refused by the NetworkPolicies of ${callee.namespace}/${callee.name} on port ${edge.targetPort}`,
    }];
  });
}

function differenceOf(edge: DeclaredEdge, text: string, caller: Workload, decision: Decision): Difference {
  const outcome = decision.verdict === 'UNKNOWN' ? 'cannot be decided' : 'does not come through';
  const { layer, object } = decision;
  return {
    id: differenceId('liveness', 'all layers', `${edge.caller.name}:${edge.callee.name}:${edge.targetPort}`, JSON.stringify([
      edge, text, caller.namespace, caller.name, decision.verdict, layer, object?.kind, object?.namespace, object?.name,
    ])),
    declared: [edge],
    side: 'liveness',
    layer: 'all layers',
    path: edge.caller.name,
    message: `the declared call to '${edge.callee.name}' ${outcome} (${text} from ${caller.namespace}/${caller.name} to port ${edge.targetPort}): ${decision.reason}`,
    ...object ? { object } : {},
  };
}
