import type { Conjunction } from './conjunction';
import { both, covers, keyOf } from './conjunction';

/** Something that takes requests: a rule, or the default. */
interface Taking {
  readonly text: string;
  readonly match: Conjunction;
}

/**
 * Rules in an order that means the same as theirs, and is the same however rules that no request meets together were
 * declared: such rules are sorted, all others keep their order.
 */
export function inCanonicalOrder<T extends Taking>(rules: readonly T[]): T[] {
  const waiting = [...rules];
  const ordered: T[] = [];
  while (waiting.length > 0) {
    const free = waiting.filter((rule, i) => waiting.slice(0, i).every(earlier => both(earlier.match, rule.match) === undefined));
    const next = free.reduce((least, rule) => (keyOf(rule.match) < keyOf(least.match) ? rule : least));
    ordered.push(next);
    waiting.splice(waiting.indexOf(next), 1);
  }
  return ordered;
}

/** Rules of which an earlier one leaves nothing over. */
export function unreachableProblems(rules: readonly Taking[]): string[] {
  return rules.flatMap((rule, i) => {
    const earlier = rules.slice(0, i).find(other => covers(other.match, rule.match));
    return earlier === undefined ? [] : [
      `${rule.text} is never reached: ${earlier.text} is declared before it and takes every such request; declare the narrower rule first, or remove one.`,
    ];
  });
}
