import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const IMPOSSIBLE_PERCENTAGE: Rule = {
  code: 'MESH0429',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'percentage beyond 0 to 100',
  explanation: 'Faults and mirrors are for a share of the requests, and no fault for less than 0.0001 percent. Istio refuses other percentages.',
  fix: 'Give a number from 0 to 100.',
  *find(world) {
    const faults = ['abort', 'delay'].map(fault => `spec.http[].fault.${fault}.percentage.value`);
    const mirrors = ['mirrorPercentage.value', 'mirrors[].percentage.value', 'mirrorPercent'].map(field => `spec.http[].${field}`);
    yield* refused(places(world, VIRTUAL_SERVICE, ...faults, ...mirrors), ({ number }) =>
      number !== undefined && (number < 0 || number > 100) ? `${number} is no percentage` : undefined);
    yield* refused(places(world, VIRTUAL_SERVICE, ...faults), ({ number }) =>
      number !== undefined && number > 0 && number < 0.0001 ? `${number} is less than proxies can draw: 0.0001` : undefined);
  },
};
