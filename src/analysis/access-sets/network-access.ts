import { networkPoliciesOf, podPeer } from '../decision/layers/network-policies';
import type { MeshModel, Workload } from '../model';
import type { NetworkPeer, NetworkPolicies, PortInterval } from '../network-policy';

/** The TCP ports of a callee to which NetworkPolicies let connect, as intervals: for certain, and possibly. */
export interface NetworkAccess {
  readonly must: readonly PortInterval[];
  /** With those of `must`. */
  readonly may: readonly PortInterval[];
}

const EVERY_PORT: readonly PortInterval[] = [{ first: 1, last: 65535 }];

/** What NetworkPolicies alone let through, whatever proxies do. */
export class NetworkBoundary {
  private policies?: NetworkPolicies;

  public constructor(private readonly model: MeshModel) {}

  /** The ports on which one workload may connect to another, or to another of its own pods. */
  public between(caller: Workload, callee: Workload, address?: string): NetworkAccess {
    return this.ports(podPeer(this.model, caller, address), callee);
  }

  /** The ports on which somebody who is no pod may connect; of an address that is not given, every one is possible. */
  public fromOutside(callee: Workload, address?: string): NetworkAccess {
    return this.ports({ kind: 'external', ...address === undefined ? {} : { address } }, callee);
  }

  private ports(from: NetworkPeer, callee: Workload): NetworkAccess {
    if (this.model.networkPolicies.all.length === 0) { return { must: EVERY_PORT, may: EVERY_PORT }; }
    // Whoever reads selectors by himself mostly does not ask.
    this.policies ??= networkPoliciesOf(this.model);
    const { allowed, unknown } = this.policies.allowedPorts(from, podPeer(this.model, callee)).TCP;
    return { must: allowed, may: merged([...allowed, ...unknown]) };
  }
}

export function hasPort(intervals: readonly PortInterval[], port: number): boolean {
  return intervals.some(({ first, last }) => first <= port && port <= last);
}

function merged(intervals: readonly PortInterval[]): readonly PortInterval[] {
  const result: { first: number; last: number }[] = [];
  for (const { first, last } of [...intervals].sort((a, b) => a.first - b.first)) {
    const before = result.at(-1);
    if (before !== undefined && first <= before.last + 1) { before.last = Math.max(before.last, last); } else { result.push({ first, last }); }
  }
  return result;
}
