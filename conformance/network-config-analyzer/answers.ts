import type { AllowedPorts, PortInterval, Protocol } from '../../src/analysis/network-policy';

/** Who asks whom: a pod as `namespace/name`, or an address outside. */
export interface Question {
  readonly from: string;
  readonly to: string;
}

/** All ports that are open, of each protocol. */
export type Answer = Readonly<Record<Protocol, readonly PortInterval[]>>;

/** How an answer is compared and shown; sorted intervals that do not touch are the same for the same ports. */
export function shown(answer: Answer): string {
  const list = (intervals: readonly PortInterval[]): string =>
    intervals.map(({ first, last }) => first === last ? `${first}` : `${first}-${last}`).join(',') || 'none';
  return Object.entries(answer).map(([protocol, intervals]) => `${protocol} ${list(intervals)}`).join('; ');
}

/** Everything is known of a random world, so we must never answer UNKNOWN. */
export function decided(access: AllowedPorts): Answer | undefined {
  const { TCP, UDP, SCTP } = access;
  return [TCP, UDP, SCTP].some(({ unknown }) => unknown.length > 0)
    ? undefined
    : { TCP: TCP.allowed, UDP: UDP.allowed, SCTP: SCTP.allowed };
}

/** Sorted, overlapping and touching ones merged. */
export function normalized(intervals: readonly PortInterval[]): PortInterval[] {
  const merged: { first: number; last: number }[] = [];
  for (const { first, last } of [...intervals].sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else merged.push({ first, last });
  }
  return merged;
}
