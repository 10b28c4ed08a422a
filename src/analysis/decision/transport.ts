import { selects, targetOf } from '../model';
import type { Client, MergedRule } from './destination-rules';
import { destinationRuleFor, endpointTls, policyForPort } from './destination-rules';
import { namespaceMode, peerMode } from './inbound';
import { hasSidecar } from './proxies';
import type { Tri } from './tri';
import { isUnknown, Unknown } from './tri';
import type { MeshModel, Service, ServicePort, Workload, Element } from '../model';

/** What a caller's side puts on the wire. */
export interface Transport {
  readonly kind: 'plaintext' | 'mutual' | 'foreign';
  readonly reason: string;
  readonly object?: Element;
  readonly rule?: string;
  /** The identities of which the callee must have one, where the caller's side insists. */
  readonly expected?: readonly string[];
  /** The server name of the handshake; empty without. */
  readonly serverName: string | Unknown;
}

export const PLAINTEXT: Transport = { kind: 'plaintext', reason: 'no proxy of the mesh sends it, so it is plaintext', serverName: '' };

/** One cluster of a proxy: a port of a service, and a subset of its pods. */
export interface Cluster {
  readonly service: Service;
  readonly port: ServicePort;
  readonly subset?: string;
}

/**
 * What a proxy sends to a pod of a cluster: as its DestinationRule says, else what it finds out by itself.
 *
 * @param calleeSidecar whether the callee has a sidecar
 */
export function transportTo(model: MeshModel, client: Client, cluster: Cluster, callee: Workload, calleeSidecar: boolean): Transport | Unknown {
  const { service, port } = cluster;
  const merged = destinationRuleFor(model, client, service);
  if (merged?.broken !== undefined) { return unreadable(merged.broken); }
  const subset = cluster.subset === undefined ? undefined : merged?.subsets.find(entry => entry.subset.name === cluster.subset)?.subset;
  const opaque = subset?.trafficPolicy?.opaque ?? merged?.trafficPolicy?.opaque;
  if (opaque !== undefined) { return new Unknown(`${ruleName(merged)} sets ${opaque}, which is not modelled`); }
  const top = policyForPort(merged?.trafficPolicy, port.port);
  const special = policyForPort(subset?.trafficPolicy, port.port);
  const tls = special?.tls ?? top?.tls;
  const serverName = `outbound_.${port.port}_.${cluster.subset ?? ''}_.${service.host}`;
  if (tls !== undefined && merged !== undefined) {
    const from = { object: merged.rule, rule: special?.tls !== undefined ? `subsets ${cluster.subset}: ${special.rule}.tls` : `${top?.rule ?? ''}.tls` };
    switch (tls.mode) {
      case 'DISABLE': return { kind: 'plaintext', reason: `${ruleName(merged)} sends plaintext`, serverName: '', ...from };
      case 'ISTIO_MUTUAL': return {
        kind: 'mutual',
        reason: `${ruleName(merged)} sends mutual TLS`,
        // Without one, Istio names the cluster.
        serverName: tls.serverName ?? serverName,
        ...tls.subjectAltNames.length === 0 ? {} : { expected: tls.subjectAltNames },
        ...from,
      };
      default:
        // A sidecar may not read Secrets: without a selector of workloads such a setting comes to nothing.
        if (tls.credentialName !== undefined && !tls.credentialName.startsWith('configmap://') && merged.rule.workloadSelector === undefined) {
          return { kind: 'plaintext', reason: `${ruleName(merged)} names a credential that a sidecar cannot read, and plaintext is sent`, serverName: '', ...from };
        }
        return { kind: 'foreign', reason: `${ruleName(merged)} sends TLS that is not the mesh's`, serverName: new Unknown('the server name may be set'), ...from };
    }
  }
  const endpointMode = endpointTls(cluster.subset === undefined ? merged?.trafficPolicy : subset?.trafficPolicy, port.port)?.mode;
  return automatic(model, service, port, callee, calleeSidecar, special?.passthrough ?? top?.passthrough ?? false, endpointMode, serverName);
}

/** Automatic mutual TLS: wherever the other side can. */
function automatic(
  model: MeshModel, service: Service, port: ServicePort, callee: Workload, calleeSidecar: boolean, passthrough: boolean,
  endpointMode: string | undefined, serverName: string,
): Transport | Unknown {
  const plaintext = (reason: string, object?: Element): Transport =>
    ({ kind: 'plaintext', reason, serverName: '', ...object === undefined ? {} : { object } });
  const mutual: Transport = { kind: 'mutual', reason: 'both sides have a proxy, so it is mutual TLS', serverName };
  if (!model.meshConfig.autoMtls) { return plaintext('automatic mutual TLS is off'); }
  if (service.external) { return plaintext(`${service.host} is outside of the mesh`); }
  const inferred = namespaceMode(model, service.namespace);
  if (inferred.broken !== undefined) { return unreadable(inferred.broken); }
  if (inferred.mode === 'DISABLE') { return plaintext(`mutual TLS is off for the namespace ${service.namespace}`, inferred.policy); }
  if (service.exposure === 'headless' || passthrough || (service.exposure === 'entry' && service.resolution === 'NONE')) {
    // The proxy does not know which pod it will be: one that cannot switches it off for all.
    const able = everyEndpointAble(model, service, port);
    if (isUnknown(able)) { return able; }
    return able ? mutual : plaintext(`not every pod of ${service.host} has a proxy, and it is not known which one answers`);
  }
  if (endpointMode !== undefined) { return endpointMode === 'ISTIO_MUTUAL' ? mutual : plaintext('the DestinationRule says so'); }
  if (callee.outsideCluster ? !takesMutualTls(callee) : !calleeSidecar || tlsMode(callee) === 'disabled') { return plaintext('the callee has no proxy'); }
  const effective = peerMode(model, callee, targetOf(port, callee) ?? 0);
  if (effective.broken !== undefined) { return unreadable(effective.broken); }
  return effective.mode === 'DISABLE' ? plaintext('mutual TLS is off for the callee', effective.policy) : mutual;
}

/** Whether every pod of a service can end mutual TLS. */
export function everyEndpointAble(model: MeshModel, service: Service, port: ServicePort): Tri {
  if (service.selector === undefined) { return new Unknown(`the endpoints of ${service.host} are not in the manifests`); }
  const pods = model.workloads.in(service.namespace)
    .filter(workload => selects(service.selector ?? new Map<string, string>(), workload.labels) && targetOf(port, workload) !== undefined);
  let unknown: Unknown | undefined;
  for (const pod of pods) {
    const sidecar = pod.outsideCluster ? takesMutualTls(pod) : tlsMode(pod) === 'disabled' ? false : hasSidecar(model, pod);
    if (sidecar === false) { return false; }
    if (isUnknown(sidecar)) { unknown = sidecar; }
  }
  return unknown ?? pods.length > 0;
}

/** A label that injection sets, and that a pod may set otherwise. */
function tlsMode(workload: Workload): string | undefined {
  return workload.labels.get('security.istio.io/tlsMode');
}

/** What callers are told of a machine: a label says it, or else that it has a service account. */
function takesMutualTls(machine: Workload): boolean {
  const mode = tlsMode(machine);
  return mode === undefined ? machine.takesMutualTls === true : mode === 'istio';
}

function unreadable({ kind, namespace, name, problems }: Element): Unknown {
  return new Unknown(`${kind} ${namespace}/${name} cannot be read: ${problems[0]}`);
}

function ruleName(merged: MergedRule | undefined): string {
  return merged === undefined ? 'a DestinationRule' : `DestinationRule ${merged.rule.namespace}/${merged.rule.name}`;
}
