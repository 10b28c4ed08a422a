import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';

export const IMPOSSIBLE_EJECTION_PERCENTAGE: Rule = {
  code: 'MESH0507',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'share of endpoints beyond 0 to 100 percent',
  explanation: 'maxEjectionPercent and minHealthPercent are shares of the endpoints. Istio refuses others.',
  fix: 'Give a number from 0 to 100.',
  *find(world) {
    for (const field of ['maxEjectionPercent', 'minHealthPercent']) {
      yield* refused(settings(world, `outlierDetection.${field}`), ({ number }) =>
        number !== undefined && (number < 0 || number > 100) ? `${number} is no percentage` : undefined);
    }
  },
};
