import { createHash } from 'node:crypto';
import type { ProductSet } from './product-set';
import type { Automaton } from '../automata/automaton';
import { Truth } from '../automata/truth';

/** How many hexadecimal digits a fingerprint has. */
const DIGITS = 16;

/**
 * A short text that is the same for equal sets, of whichever algebra and run, and another for others. Sets are canonical, so
 * it is enough to walk a diagram and number what is met.
 */
export function fingerprint(set: ProductSet): string {
  const numbers = new Map<ProductSet | Automaton<ProductSet>, number>();
  const numberOf = (one: ProductSet | Automaton<ProductSet>): number => {
    const number = numbers.get(one) ?? numbers.size;
    numbers.set(one, number);
    return number;
  };
  const hash = createHash('sha256');
  numberOf(set);
  // A map that grows while it is walked is walked to its end.
  for (const [part] of numbers) { hash.update(`${describe(part, numberOf)}\n`); }
  return hash.digest('hex').slice(0, DIGITS);
}

function describe(part: ProductSet | Automaton<ProductSet>, numberOf: (one: ProductSet | Automaton<ProductSet>) => number): string {
  if (part instanceof Truth) { return part === Truth.TRUE ? 'all' : 'none'; }
  if ('dimension' in part) { return `${JSON.stringify(part.dimension.name)} ${numberOf(part.rest)}`; }
  return [numberOf(part.output), ...part.steps.starts.map((start, i) => `${start}:${numberOf(part.steps.values[i])}`)].join(' ');
}
