import type { Membership } from './_points';
import { dimensionNames, membership, pointOf } from './_points';
import type { AccessSpace } from '../../../src/analysis/access-sets';
import { AccessSets, hasPort } from '../../../src/analysis/access-sets';
import { together } from '../../../src/analysis/decision/combine';
import { decide } from '../../../src/analysis/decision/decide';
import type { Decision, Verdict } from '../../../src/analysis/decision/decision';
import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { fromOutside, fromPrincipal } from '../../../src/analysis/decision/from-elsewhere';
import { namespaceMode, peerMode, servicesOf } from '../../../src/analysis/decision/inbound';
import { decideConnection, podPeer } from '../../../src/analysis/decision/layers/network-policies';
import { hasSidecar, interceptsInbound } from '../../../src/analysis/decision/proxies';
import type { Request } from '../../../src/analysis/decision/request';
import { isUnknown } from '../../../src/analysis/decision/tri';
import type { MeshModel, Workload } from '../../../src/analysis/model';
import { reachedAt, targetOf } from '../../../src/analysis/model';

export interface Disagreement {
  readonly seed?: number;
  readonly request: Request;
  readonly decided: Verdict;
  readonly inSets: Membership;
  readonly reason: string;
}

/** Whether what is decided is what the sets say. Where the request leaves open what they ask for, the decision may know less. */
export function agrees(decided: Verdict, { verdict, open }: Membership): boolean {
  return decided === verdict || (open && decided === 'UNKNOWN');
}

const FIRST: readonly Verdict[] = ['ALLOW', 'UNKNOWN', 'DENY'];

/** Of several ways the caller takes the best. */
export function anyOf(memberships: readonly Membership[]): Membership {
  const open = memberships.some(one => one.open);
  const verdict = FIRST.find(one => memberships.some(membershipOf => membershipOf.verdict === one)) ?? 'DENY';
  return { verdict, open };
}

export function hasProvenIdentity(model: MeshModel, callee: Workload, port: number, sidecar: boolean): boolean {
  return sidecar && model.meshConfig.autoMtls && namespaceMode(model, callee.namespace).mode !== 'DISABLE'
    && peerMode(model, callee, port).mode !== 'DISABLE' && interceptsInbound(callee, port).intercepted !== false;
}

/** The boundary of identities, by requests of principals and from outside, in every case of whether the callee has a sidecar. */
export function judgeIdentity(
  model: MeshModel, space: AccessSpace, requests: readonly Request[], counts: Map<string, number>,
): readonly Disagreement[] {
  const access = new AccessSets(model, space);
  return requests.flatMap(request => {
    const { from, port } = request;
    const callee = workloadOf(model, request.to);
    const known = hasSidecar(model, callee);
    return (isUnknown(known) ? [true, false] : [known]).flatMap((sidecar): Disagreement[] => {
      const bounds = access.identityAccess(callee, port, sidecar);
      const asked = dimensionNames(bounds);
      const identity = from.kind === 'principal' && hasProvenIdentity(model, callee, port, sidecar) ? { principal: from.principal } : {};
      const address = from.address === undefined ? {} : { address: from.address };
      const inSets = anyOf(hostsOf(model, callee, request).map(host => membership(space, bounds, pointOf(model, callee, request, {
        ...identity, ...address, ...host === undefined ? {} : { host },
      }, asked), model, request, asked)));
      const decision = from.kind === 'principal' ? fromPrincipal(model, callee, sidecar, withScheme(from.principal), request)
        : withoutNetwork(fromOutside(model, callee, sidecar, request));
      count(counts, `identity ${decision.verdict}${inSets.open ? ' (open)' : ''}`);
      return agrees(decision.verdict, inSets) ? [] : [{ request, decided: decision.verdict, inSets, reason: decision.reason }];
    });
  });
}

function withScheme(principal: string): string {
  return principal.startsWith('spiffe://') ? principal : `spiffe://${principal}`;
}

/** The hosts that the request may have at the callee. */
function hostsOf(model: MeshModel, callee: Workload, { from, host, port }: Request): readonly (string | undefined)[] {
  if (host !== undefined) { return [host]; }
  if (from.kind === 'outside') { return [callee.addresses.length === 0 ? undefined : `${callee.addresses[0]}:${port}`]; }
  const served = servicesOf(model, callee).flatMap(service => service.ports
    .filter(entry => (from.kind === 'workload' ? reachedAt(service, entry, callee) : targetOf(entry, callee)) === port).map(entry => `${service.host}:${entry.port}`));
  return served.length > 0 ? served : [undefined];
}

function withoutNetwork(decision: Decision): Decision {
  return together(decision.layers.filter(({ layer }) => layer !== 'networkPolicy'));
}

export function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The boundary of the network: the layer of NetworkPolicies. */
export function judgeNetwork(model: MeshModel, requests: readonly Request[], counts: Map<string, number>): readonly Disagreement[] {
  const access = new AccessSets(model);
  return requests.flatMap((request): Disagreement[] => {
    const { from, port } = request;
    const callee = workloadOf(model, request.to);
    const caller = from.kind === 'workload' ? workloadOf(model, from) : 'outside';
    const { must, may } = access.networkAccess(caller, callee, from.address);
    const verdict = hasPort(must, port) ? 'ALLOW' : hasPort(may, port) ? 'UNKNOWN' : 'DENY';
    const peer = caller === 'outside' ? { kind: 'external' as const, ...from.address === undefined ? {} : { address: from.address } }
      : podPeer(model, caller, from.address);
    const decided = decideConnection(model, peer, callee, port);
    count(counts, `network ${decided.verdict}`);
    return decided.verdict === verdict ? [] : [{ request, decided: decided.verdict, inSets: { verdict, open: false }, reason: decided.reason }];
  });
}

function workloadOf(model: MeshModel, { namespace, workload }: { readonly namespace: string; readonly workload: string }): Workload {
  const found = findWorkload(model, namespace, workload);
  if (isUnknown(found)) { throw new Error(found.cause); }
  return found;
}

/**
 * All layers together, by requests of workloads. What is in `must` is allowed, what is not in `may` is denied; the decision
 * may know more than the sets where they say why they are not exact, and less where a part of the request is open.
 */
export function judgeAccess(
  model: MeshModel, space: AccessSpace, requests: readonly Request[], counts: Map<string, number>,
): readonly Disagreement[] {
  const access = new AccessSets(model, space);
  return requests.flatMap((request): Disagreement[] => {
    const { from, port } = request;
    if (from.kind !== 'workload') { return []; }
    const callee = workloadOf(model, request.to);
    const address = from.address === undefined ? {} : { address: from.address };
    const bounds = access.access(workloadOf(model, from), callee, port, { ...address, everyHost: true });
    const asked = dimensionNames(bounds);
    const inSets = anyOf(hostsOf(model, callee, request).map(host => membership(space, bounds, pointOf(model, callee, request, {
      ...address, ...host === undefined ? {} : { host },
    }, asked), model, request, asked)));
    const decision = decide(model, request);
    const unsaid = inSets.verdict === 'UNKNOWN' && bounds.causes.length > 0;
    count(counts, `access ${decision.verdict}${unsaid && decision.verdict !== 'UNKNOWN' ? ' (not exact)' : ''}`);
    return unsaid || agrees(decision.verdict, inSets) ? [] : [{ request, decided: decision.verdict, inSets, reason: decision.reason }];
  });
}
