import type { DeclaredBlock, DeclaredEdge } from './declaration';
import { differenceId } from './difference-id';
import { policiesIn, readBlock } from './network-safety';
import type { Difference } from './proof';
import { hasSidecar } from '../decision/proxies';
import { servicesWithHost } from '../decision/services';
import { scopeOf } from '../decision/sidecar-scope';
import { transportTo } from '../decision/transport';
import { isUnknown } from '../decision/tri';
import type { MeshModel, Workload } from '../model';
import { coversBlock } from '../network-policy/ip-block';
import type { Rule } from '../network-policy/policy';
import { knownLabels, selects } from '../network-policy/selector';

/**
 * Does a declared call leave the caller's pods towards what is outside of the cluster? That it is answered there, manifests do
 * not tell.
 */
export function outsideLiveness(model: MeshModel, edge: DeclaredEdge, callers: readonly Workload[]): Difference[] {
  return callers.flatMap(caller => {
    const reason = withheldByProxy(model, edge, caller) ?? closedByNetwork(model, edge, caller);
    return reason === undefined ? [] : [{
      id: differenceId('liveness', 'all layers', `${edge.caller.name}:${edge.callee.name}:${edge.targetPort}`, JSON.stringify([caller.namespace, caller.name, reason])),
      declared: [edge],
      side: 'liveness' as const,
      layer: 'all layers' as const,
      path: edge.caller.name,
      message: `the declared call to '${edge.callee.name}' does not leave ${caller.namespace}/${caller.name}: ${reason}`,
    }];
  });
}

/** What is wrong with what the caller's proxy makes of it, if there is one. */
function withheldByProxy(model: MeshModel, { callee, port }: DeclaredEdge, caller: Workload): string | undefined {
  if (hasSidecar(model, caller) === false) {
    return undefined;
  }
  const scope = scopeOf(model, caller);
  const entries = servicesWithHost(model, callee.host).filter(service => service.exposure === 'entry' && service.namespace === callee.namespace);
  const known = entries.flatMap(service => service.ports.filter(one => one.port === port && scope.imports(service, one) !== undefined)
    .map(one => ({ service, port: one })));
  if (known.length === 0) {
    return `its proxy knows no ServiceEntry of ${callee.namespace} for ${callee.host}:${port}`;
  }
  if (!callee.endsTls) {
    return undefined;
  }
  // What is outside is no workload: the TLS of a host there is what a DestinationRule says, whoever answers.
  const transports = known.map(cluster => transportTo(model, caller, cluster, caller, false));
  const plain = transports.find(transport => isUnknown(transport) || transport.kind !== 'foreign');
  return plain && `TLS was declared for ${callee.host}:${port}, and its proxy does not certainly put it on (${isUnknown(plain) ? plain.cause : plain.reason})`;
}

function closedByNetwork(model: MeshModel, { callee, targetPort }: DeclaredEdge, caller: Workload): string | undefined {
  const labels = knownLabels(Object.fromEntries(caller.labels));
  const isolating = policiesIn(model, caller.namespace).map(({ policy }) => policy)
    .filter(policy => policy.rules.Egress !== undefined && selects(policy.pods, labels) !== false);
  // Only a policy that certainly selects the pods opens anything for them.
  const rules = isolating.filter(policy => policy.doubt === undefined && selects(policy.pods, labels) === true)
    .flatMap(policy => policy.rules.Egress!);
  const closed = isolating.length === 0 ? undefined : (callee.addresses ?? []).find(block => !rules.some(rule => opens(rule, block, targetPort)));
  return closed && `no NetworkPolicy opens addresses ${closed.cidr} on port ${targetPort}`;
}

function opens({ peers, ports }: Rule, declared: DeclaredBlock, wanted: number): boolean {
  const block = readBlock(declared);
  return (ports ?? [undefined]).some(port =>
    port === undefined || ('first' in port && port.protocol === 'TCP' && port.first <= wanted && wanted <= port.last))
    && (peers ?? [undefined]).some(peer =>
      peer === undefined || ('block' in peer && block !== undefined && coversBlock(peer.block, block)));
}
