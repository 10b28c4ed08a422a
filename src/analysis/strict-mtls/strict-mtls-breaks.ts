import type { Sender, Sending } from './sendings';
import { sendingsTo } from './sendings';
import { strictModel } from './strict-model';
import type { StrictMtlsBreak } from './strict-mtls-break';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import { AccessVerdict } from '../access/access-decision';
import { presentObject } from '../access/present-object';
import { AccessSets } from '../access-sets';
import { listenersOf } from '../decision/gateway-routing';
import { namespaceMode, peerMode, servicesOf } from '../decision/inbound';
import { extensionIn } from '../decision/layers/extensions';
import { decideHandshake } from '../decision/layers/mutual-tls';
import { networkPoliciesOf, podPeer } from '../decision/layers/network-policies';
import { hasSidecar, interceptsInbound, isAmbient } from '../decision/proxies';
import { sidecarOf } from '../decision/sidecar-scope';
import { PLAINTEXT } from '../decision/transport';
import type { MeshModel, Workload } from '../model';
import { targetOf } from '../model';
import type { NetworkPeer } from '../network-policy';

const OUTSIDE: AccessClient = { kind: AccessClientKind.NO_IDENTITY, text: 'anyone without a pod in these manifests' };
const STRANGER: Sending = { transport: { ...PLAINTEXT, reason: 'it has no identity of the mesh, as far as these manifests tell' }, certain: false };

/**
 * Who reaches whom today without mutual TLS, and would not under STRICT. What cannot be decided counts as what may break.
 *
 * @param namespaces the namespaces of callees that become STRICT; undefined for the whole mesh
 */
export function strictMtlsBreaks(model: MeshModel, namespaces: ReadonlySet<string> | undefined): StrictMtlsBreak[] {
  const strict = strictModel(model, namespaces);
  const senders = sendersOf(model);
  const network = networkPoliciesOf(model);
  const closes = model.networkPolicies.all.length > 0;
  let now = new AccessSets(model);
  return model.workloads.all.filter(({ namespace }) => namespaces?.has(namespace) ?? true).flatMap((callee, i) => {
    if (i % BATCH === BATCH - 1) { now = new AccessSets(model); }
    const then = new AccessSets(strict, now.space);
    return portsOf(model, callee).flatMap(port => {
      const refusal = refusalOf(now, then, callee, port);
      const around = refusal === undefined ? aroundProxy(model, callee, port) : undefined;
      if (refusal === undefined && around === undefined) { return []; }
      const told = (client: AccessClient, peer: () => NetworkPeer, { transport, certain }: Sending): StrictMtlsBreak[] => {
        const today = decideHandshake(model, callee, port, transport, undefined, '').verdict.verdict;
        const reached = closes ? network.decide(peer(), podPeer(model, callee), port).verdict : 'ALLOW';
        if (today === 'DENY' || reached === 'DENY') { return []; }
        const sure = certain && today === 'ALLOW' && reached === 'ALLOW' && refusal !== 'perhaps';
        return [{
          client,
          callee: { namespace: callee.namespace, workload: callee.name },
          port,
          verdict: sure ? AccessVerdict.DENY : AccessVerdict.UNKNOWN,
          reason: transport.reason,
          ...transport.object ? { object: presentObject(transport.object) } : {},
          mode: peerMode(model, callee, port).mode,
        }];
      };
      const known = new Map<string, readonly Sending[]>();
      const sent = (sender: Sender): readonly Sending[] => (around === undefined ? sendingsTo(strict, sender, callee, port)
        : becomingMutual(sendingsTo(model, sender, callee, port), sendingsTo(strict, sender, callee, port), around));
      return [
        ...senders.flatMap(({ sender, alike }) => {
          const sendings = known.get(alike) ?? sent(sender);
          known.set(alike, sendings);
          const breaks = sendings.flatMap(one => told(clientOf(sender), () => podPeer(model, sender.workload), one));
          // One reason that is certain says more than others that are not.
          const certain = breaks.filter(({ verdict }) => verdict === AccessVerdict.DENY);
          return (certain.length > 0 ? certain : breaks).slice(0, 1);
        }),
        ...around === undefined ? told(OUTSIDE, () => ({ kind: 'external' }), STRANGER) : [],
      ];
    });
  });
}

/** How many workloads share one algebra: its tables grow with what it is asked. */
const BATCH = 200;

/** Does STRICT refuse whom the callee lets in today without identity? Undefined if not, or if it lets nobody in so. */
function refusalOf(now: AccessSets, then: AccessSets, callee: Workload, port: number): 'certain' | 'perhaps' | undefined {
  const { algebra: { sets }, principal } = now.space;
  const [today, strict] = [now, then].map(access => access.identityAccess(callee, port));
  const [may, must, still, surely] = [today.may, today.must, strict.may, strict.must].map(set => sets.at(set, principal, undefined));
  if (sets.isEmpty(may) || sets.isSubset(may, surely)) { return undefined; }
  return sets.isEmpty(still) && !sets.isEmpty(must) ? 'certain' : 'perhaps';
}

/** Where mutual TLS begins because it is no longer switched off, and the port goes around the proxy that would end it. */
function aroundProxy(model: MeshModel, callee: Workload, port: number): Sending | undefined {
  const { intercepted, annotation } = interceptsInbound(callee, port);
  const off = [peerMode(model, callee, port), namespaceMode(model, callee.namespace)].some(({ mode }) => mode === 'DISABLE');
  return intercepted === true || !off ? undefined : {
    transport: {
      ...PLAINTEXT,
      reason: `mutual TLS would begin, and port ${port} goes around the callee's sidecar${annotation === undefined ? '' : ` (${annotation})`}, which would end it`,
      object: callee,
    },
    certain: intercepted === false,
  };
}

/** What is sent in plain text today, and would be mutual TLS. */
function becomingMutual(today: readonly Sending[], then: readonly Sending[], around: Sending): readonly Sending[] {
  const plain = today.filter(({ transport }) => transport.kind === 'plaintext');
  return plain.length <= then.length ? [] : [{ ...around, certain: around.certain && then.length === 0 && plain.some(({ certain }) => certain) }];
}

/** Ports that pods or Services name. */
function portsOf(model: MeshModel, callee: Workload): readonly number[] {
  const services = servicesOf(model, callee).flatMap(({ ports }) => ports).filter(({ protocol }) => protocol !== 'udp').map(port => targetOf(port, callee));
  const own = callee.ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port);
  return [...new Set([...own, ...services.filter(port => port !== undefined)])].sort((a, b) => a - b);
}

/** Every workload and gateway, and what tells those apart that may send differently. */
function sendersOf(model: MeshModel): readonly { readonly sender: Sender; readonly alike: string }[] {
  const pods = new Set(listenersOf(model).listeners.map(listener => listener.pods));
  const gateways = [...new Map([...pods].map(one => [`${one.namespace}/${one.name}`, one])).values()];
  const shown = new Set(model.workloads.all);
  return [...model.workloads.all, ...gateways.filter(one => !shown.has(one))].map(workload => {
    const sidecar = hasSidecar(model, workload);
    const gateway = pods.has(workload) && sidecar !== false;
    const sender: Sender = { workload, sidecar: gateway ? true : sidecar, gateway };
    return { sender, alike: alikeKey(model, sender) };
  });
}

/** The same for senders that send alike: pairs of workloads are many, and few of them differ. */
function alikeKey(model: MeshModel, { workload, sidecar, gateway }: Sender): string {
  const own = JSON.stringify([workload.namespace, workload.name, workload.kind]);
  if (isAmbient(model, workload)) { return own; }
  if (sidecar === false) { return 'no proxy'; }
  const annotated = [...workload.annotations.keys()].some(key => key.startsWith('traffic.sidecar.istio.io/') || key === 'sidecar.istio.io/interceptionMode');
  if (annotated || gateway || sidecar !== true || model.destinationRules.in(workload.namespace).some(rule => rule.workloadSelector !== undefined)) {
    return own;
  }
  const extension = extensionIn(model, workload, 'SIDECAR_OUTBOUND');
  return JSON.stringify([workload.namespace, ...[sidecarOf(model, workload), extension].map(one => one && [one.kind, one.namespace, one.name])]);
}

function clientOf({ workload, gateway }: Sender): AccessClient {
  const name = `${workload.namespace}/${workload.name}`;
  return { kind: AccessClientKind.WORKLOAD, text: gateway ? `gateway ${name}` : name, namespace: workload.namespace, name: workload.name };
}
