import type { IntegerSet, Integers, Range } from '../algebra';
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
  if (entries === undefined) { return exactly(integers.all); }
  // Mostly one number is all that is said.
  if (entries.length === 1 && 'first' in entries[0]) {
    return exactly(entries[0].protocol === protocol ? portSet(integers, [entries[0]]) : integers.none);
  }
  const certain: Range[] = [];
  const possible: Range[] = [];
  for (const entry of entries) {
    if ('causes' in entry) {
      possible.push(EVERY_PORT);
    } else if (entry.protocol !== protocol) {
      continue;
    } else if ('first' in entry) {
      certain.push(rangeOf(entry));
    } else {
      const numbers = names?.(entry.name, protocol);
      if (numbers === undefined || 'causes' in numbers) { possible.push(EVERY_PORT); } else {
        for (const number of numbers) { (numbers.length > 1 ? possible : certain).push([number, number]); }
      }
    }
  }
  const must = integers.ofRanges(certain);
  return possible.length === 0 ? exactly(must) : { must, may: integers.ofRanges([...certain, ...possible]) };
}

const EVERY_PORT: Range = [0, Infinity];

/** There is no port 0, so that all ports are all numbers. */
export function portSet(integers: Integers, intervals: readonly PortInterval[]): IntegerSet {
  if (intervals.length === 1) { return integers.range(intervals[0].first === 1 ? 0 : intervals[0].first, intervals[0].last); }
  return integers.ofRanges(intervals.map(rangeOf));
}

function rangeOf({ first, last }: PortInterval): Range {
  return [first === 1 ? 0 : first, last];
}

function exactly(set: IntegerSet): OpenedPorts {
  return { must: set, may: set };
}
