import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

/** The first size that Envoy refuses. */
const TOO_LARGE = 5_000_011;

export const IMPOSSIBLE_TABLE_SIZE: Rule = {
  code: 'MESH0514',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'table of Maglev with a size that it cannot have',
  explanation: 'The table of Maglev has a prime number of entries, fewer than 5000011. Istio refuses others.',
  fix: 'Give a prime number such as 65537.',
  find: world => refused(settings(world, 'loadBalancer.consistentHash.maglev'), at => {
    const size = at.at('tableSize').number ?? 0;
    if (at.object === undefined || (isPrime(size) && size < TOO_LARGE)) { return undefined; }
    return size === 0 ? 'maglev has no tableSize' : size >= TOO_LARGE ? `${size} is not less than ${TOO_LARGE}` : `${size} is no prime number`;
  }),
};

/** Takes 1 for one, as Envoy does. */
function isPrime(number: number): boolean {
  if (!Number.isInteger(number) || number < 1 || number > TOO_LARGE) { return false; }
  if (number < 4) { return true; }
  if (number % 2 === 0) { return false; }
  for (let factor = 3; factor * factor <= number; factor += 2) {
    if (number % factor === 0) { return false; }
  }
  return true;
}
