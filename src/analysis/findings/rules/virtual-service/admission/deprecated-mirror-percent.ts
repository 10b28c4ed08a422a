import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places, refused } from '../../../validation/places';

export const DEPRECATED_MIRROR_PERCENT: Rule = {
  code: 'MESH0430',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'mirrorPercent instead of mirrorPercentage',
  explanation: 'mirrorPercent knows whole percents only, and is deprecated.',
  fix: 'Write mirrorPercentage: { value: … } instead.',
  find: world => refused(places(world, VIRTUAL_SERVICE, 'spec.http[].mirrorPercent'), () => 'mirrorPercent is deprecated'),
};
