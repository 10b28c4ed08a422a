import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { isSince } from '../../../world/istio-versions';

export const IMPOSSIBLE_WARMUP: Rule = {
  code: 'MESH0515',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'warmup that cannot be',
  explanation: 'A warmup begins with up to 100 percent, and its aggression is at least 1, or above 0 since Istio 1.31. Istio refuses others.',
  fix: 'Leave the aggression out for a steady warmup.',
  *find(world) {
    const slow = isSince(world.istioVersion, '1.31');
    yield* refused(settings(world, 'loadBalancer.warmup.minimumPercent'), ({ number }) =>
      number !== undefined && number > 100 ? `${number} is more than 100 percent` : undefined);
    yield* refused(settings(world, 'loadBalancer.warmup.aggression'), ({ number }) =>
      number !== undefined && (slow ? number <= 0 : number < 1) ? `an aggression of ${number} is below ${slow ? 'what is above 0' : '1'}` : undefined);
  },
};
