import { AccessVerdict } from '../access/access-decision';
import type { NetworkAccess } from '../access-sets';
import type { PortInterval } from '../network-policy';

/** Ports whose verdict is another one than before. */
export interface PortShift {
  readonly ports: readonly PortInterval[];
  readonly before: AccessVerdict;
  readonly after: AccessVerdict;
}

const RANK = [AccessVerdict.DENY, AccessVerdict.UNKNOWN, AccessVerdict.ALLOW];

/** The ports of which more is said than before, by what is said of them. */
export function risenPorts(before: NetworkAccess, after: NetworkAccess): readonly PortShift[] {
  const edges = [...new Set([1, ...[before, after].flatMap(({ must, may }) => [...must, ...may].flatMap(({ first, last }) => [first, last + 1]))])]
    .filter(port => port <= 65535).sort((a, b) => a - b);
  const shifts = new Map<string, { ports: PortInterval[]; before: AccessVerdict; after: AccessVerdict }>();
  edges.forEach((first, i) => {
    const [was, is] = [verdictAt(before, first), verdictAt(after, first)];
    if (RANK.indexOf(is) <= RANK.indexOf(was)) { return; }
    const last = (edges[i + 1] ?? 65536) - 1;
    const same = shifts.get(`${was} ${is}`) ?? { ports: [], before: was, after: is };
    shifts.set(`${was} ${is}`, same);
    const previous = same.ports.at(-1);
    const touches = previous?.last === first - 1;
    if (touches) { same.ports.pop(); }
    same.ports.push({ first: touches ? previous.first : first, last });
  });
  return [...shifts.values()];
}

export function samePorts(a: NetworkAccess, b: NetworkAccess): boolean {
  return JSON.stringify([a.must, a.may]) === JSON.stringify([b.must, b.may]);
}

function verdictAt({ must, may }: NetworkAccess, port: number): AccessVerdict {
  const within = (intervals: readonly PortInterval[]): boolean => intervals.some(({ first, last }) => first <= port && port <= last);
  return within(must) ? AccessVerdict.ALLOW : within(may) ? AccessVerdict.UNKNOWN : AccessVerdict.DENY;
}
