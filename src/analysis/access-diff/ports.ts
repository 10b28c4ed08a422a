import type { AlignedWorkload } from './aligned';
import type { Comparison, Version } from './comparison';
import { mentionedPorts, otherPort, PROXY_PORTS } from '../access-sets/mentioned-ports';
import type { Workload } from '../model';
import type { PortInterval } from '../network-policy';

/** The ports of a callee that are compared: each that is mentioned in either version, and one for all the others. */
export interface ComparedPorts {
  readonly all: readonly number[];
  /** The one that stands for all that are not mentioned. */
  readonly other: number;
}

export function comparedPorts({ before, after }: Comparison, callee: AlignedWorkload): ComparedPorts {
  const own = (version: Version, workload: Workload | undefined): readonly number[] => workload === undefined ? []
    : [...mentionedPorts(version.model, workload), ...workload.ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port)];
  const mentioned = [...new Set([...own(before, callee.before), ...own(after, callee.after)])];
  const other = otherPort(mentioned);
  // What the proxy itself serves belongs to the platform.
  return { all: [...mentioned.filter(port => !PROXY_PORTS.includes(port)), other].sort((a, b) => a - b), other };
}

/** Some of the compared ports in words. */
export function portWords(ports: readonly number[], compared: ComparedPorts): string {
  if (compared.all.every(port => ports.includes(port))) { return 'any port'; }
  const named = [...ports].filter(port => port !== compared.other).sort((a, b) => a - b);
  return [...named.map(String), ...named.length < ports.length ? ['any other port'] : []].join(', ');
}

export function intervalWords(intervals: readonly PortInterval[]): string {
  return intervals.map(({ first, last }) => first === last ? `${first}` : first <= 1 && last === 65535 ? 'any port' : `${first}-${last}`).join(', ');
}
