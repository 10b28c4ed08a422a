import type { IntegerSet, Integers } from '../algebra';
import type { PortInterval, Protocol } from '../network-policy';
import type { NamedPorts, RulePort } from '../network-policy/ports';

/** The ports of one protocol that entries of a rule open: for certain, and possibly. */
export interface OpenedPorts {
  readonly must: IntegerSet;
  readonly may: IntegerSet;
}

/** @param names what port names mean at the destination; undefined where that is not known */
export function openedPorts(
  integers: Integers, entries: readonly RulePort[] | undefined, protocol: Protocol, names: NamedPorts | undefined,
): OpenedPorts {
  if (entries === undefined) { return { must: integers.all, may: integers.all }; }
  const sets = entries.map((entry): OpenedPorts => {
    if ('causes' in entry) { return { must: integers.none, may: integers.all }; }
    if (entry.protocol !== protocol) { return { must: integers.none, may: integers.none }; }
    if ('first' in entry) { return exactly(portSet(integers, [entry])); }
    const numbers = names?.(entry.name, protocol);
    if (numbers === undefined || 'causes' in numbers) { return { must: integers.none, may: integers.all }; }
    const set = integers.of(...numbers);
    return numbers.length > 1 ? { must: integers.none, may: set } : exactly(set);
  });
  return { must: integers.union(...sets.map(({ must }) => must)), may: integers.union(...sets.map(({ may }) => may)) };
}

/** There is no port 0, so that all ports are all numbers. */
export function portSet(integers: Integers, intervals: readonly PortInterval[]): IntegerSet {
  return integers.ofRanges(intervals.map(({ first, last }) => [first === 1 ? 0 : first, last]));
}

function exactly(set: IntegerSet): OpenedPorts {
  return { must: set, may: set };
}
