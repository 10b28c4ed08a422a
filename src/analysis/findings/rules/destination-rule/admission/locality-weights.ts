import { localitySettings } from './localities';
import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { within } from '../../../validation/places';

export const LOCALITY_WEIGHTS: Rule = {
  code: 'MESH0517',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'shares of localities that do not make 100 percent',
  explanation: 'The weights to which a locality distributes its traffic are percents from 1 to 100, 100 together. Istio refuses others.',
  fix: 'Give weights that add up to 100.',
  *find(world) {
    for (const { object, at } of localitySettings(world)) {
      // With failover beside it, that is the mistake.
      for (const distribution of at.at('failover').length > 0 ? [] : within(at, 'distribute[]')) {
        const message = distribution.object === undefined ? undefined : problemOf(distribution.at('to'));
        if (message !== undefined) { yield { object, path: distribution.at('to').path, message }; }
      }
    }
  },
};

function problemOf(to: Cursor): string | undefined {
  const weights = to.entries.map(([, { number = 0 }]) => number);
  const wrong = weights.find(weight => weight <= 0 || weight > 100);
  if (wrong !== undefined) { return `the weight ${wrong} is no share from 1 to 100`; }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum === 100 ? undefined : `the weights add up to ${sum}, not 100`;
}
