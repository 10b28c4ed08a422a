import type { Membership } from './_points';
import { dimensionNames, membership, pointOf } from './_points';
import type { AccessSpace } from '../../../src/analysis/access-sets';
import { AccessSets } from '../../../src/analysis/access-sets';
import { together } from '../../../src/analysis/decision/combine';
import type { Decision, Verdict } from '../../../src/analysis/decision/decision';
import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { fromOutside, fromPrincipal } from '../../../src/analysis/decision/from-elsewhere';
import { namespaceMode, peerMode, servicesOf } from '../../../src/analysis/decision/inbound';
import { hasSidecar, interceptsInbound } from '../../../src/analysis/decision/proxies';
import type { Request } from '../../../src/analysis/decision/request';
import { isUnknown } from '../../../src/analysis/decision/tri';
import type { MeshModel, Workload } from '../../../src/analysis/model';
import { targetOf } from '../../../src/analysis/model';

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

function hasProvenIdentity(model: MeshModel, callee: Workload, port: number, sidecar: boolean): boolean {
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
    const callee = findWorkload(model, request.to.namespace, request.to.workload);
    if (isUnknown(callee)) { throw new Error(callee.cause); }
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
    .filter(entry => targetOf(entry, callee) === port).map(entry => `${service.host}:${entry.port}`));
  return served.length > 0 ? served : [undefined];
}

function withoutNetwork(decision: Decision): Decision {
  return together(decision.layers.filter(({ layer }) => layer !== 'networkPolicy'));
}

export function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
