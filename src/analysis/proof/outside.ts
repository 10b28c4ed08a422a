import type { DeclaredBlock, DeclaredEdge, DeclaredPassage } from './declaration';
import { differenceId } from './difference-id';
import { policiesFor, readBlock } from './network-safety';
import type { Difference } from './proof';
import { requestsOf, tryText } from './requests';
import { leavingBy } from '../decision/leaving-gateway';
import { normalizePath } from '../decision/match/paths';
import { hasSidecar } from '../decision/proxies';
import { servicesWithHost } from '../decision/services';
import { scopeOf, sidecarOf } from '../decision/sidecar-scope';
import type { Cluster } from '../decision/transport';
import { transportTo } from '../decision/transport';
import { isUnknown } from '../decision/tri';
import { hostWithin } from '../hosts';
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
    const withheld = edge.passage ? heldAtGateway(model, edge, edge.passage, caller) : withheldByProxy(model, edge, caller);
    const reason = withheld ?? closedByNetwork(model, edge, caller);
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
function withheldByProxy(model: MeshModel, edge: DeclaredEdge, caller: Workload): string | undefined {
  const { callee, port } = edge;
  if (hasSidecar(model, caller) === false) {
    return undefined;
  }
  const scope = scopeOf(model, caller);
  const entries = servicesWithHost(model, callee.host).filter(service =>
    (service.exposure === 'entry' || callee.machines) && service.namespace === callee.namespace);
  const known = entries.flatMap(service => service.ports.filter(one => one.port === port && scope.imports(service, one) !== undefined)
    .map(one => ({ service, port: one })));
  if (known.length === 0 && isHiddenService(model, callee.host)) {
    return importsHost(model, caller, callee) ? undefined : `its Sidecar does not import ${callee.namespace}/${callee.host}`;
  }
  if (known.length === 0) {
    return `its proxy knows no ${callee.machines ? 'Service' : 'ServiceEntry'} of ${callee.namespace} for ${callee.host}:${port}`;
  }
  return known.map(cluster => withoutTls(model, edge, caller, cluster)).find(reason => reason !== undefined);
}

/** Is it a Service of the cluster itself that no manifest shows, such as that of the API server? */
function isHiddenService(model: MeshModel, host: string): boolean {
  return host.endsWith(`.svc.${model.meshConfig.clusterDomain}`) && servicesWithHost(model, host).length === 0;
}

function importsHost(model: MeshModel, caller: Workload, { namespace, host }: DeclaredEdge['callee']): boolean {
  const egress = sidecarOf(model, caller)?.egress;
  return egress === undefined || egress.some(({ hosts, port }) => port === undefined && hosts.some(entry =>
    ['*', namespace, ...caller.namespace === namespace ? ['.'] : []].includes(entry.namespace) && hostWithin(host, entry.host)));
}

/** What is wrong with what a gateway makes of it: any request of the call may be held. */
function heldAtGateway(model: MeshModel, edge: DeclaredEdge, { gatewayPort, service }: DeclaredPassage, pods: Workload): string | undefined {
  const { host, namespace, port } = service;
  for (const request of requestsOf(edge)) {
    const { method, path = '/', headers } = request;
    const cluster = leavingBy(model, {
      pods,
      port: gatewayPort,
      host,
      namespace,
      to: port,
      ...method === undefined ? {} : { request: { method, path: normalizePath(path, model.meshConfig.pathNormalization), authority: host, headers } },
    });
    const reason = typeof cluster === 'string' ? `${cluster} (${tryText(request)})` : withoutTls(model, edge, pods, cluster);
    if (reason !== undefined) { return reason; }
  }
  return undefined;
}

/** Why the TLS that is declared is not certainly put on. */
function withoutTls(model: MeshModel, { callee, port }: DeclaredEdge, caller: Workload, cluster: Cluster): string | undefined {
  if (!callee.endsTls) {
    return undefined;
  }
  // What is outside is no workload: the TLS of a host there is what a DestinationRule says, whoever answers.
  const transport = transportTo(model, caller, cluster, caller, false);
  return !isUnknown(transport) && transport.kind === 'foreign' ? undefined
    : `TLS was declared for ${callee.host}:${port}, and its proxy does not certainly put it on (${isUnknown(transport) ? transport.cause : transport.reason})`;
}

function closedByNetwork(model: MeshModel, { callee, targetPort }: DeclaredEdge, caller: Workload): string | undefined {
  const labels = knownLabels(Object.fromEntries(caller.labels));
  // A machine is no pod, and no policy holds it.
  const isolating = (caller.outsideCluster ? [] : policiesFor(model, caller)).map(({ policy }) => policy)
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
