import { fieldsOfRoutes, routeLists } from './routes';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute */
export const MIRROR_NOTHING: Rule = {
  code: 'MESH0486',
  severity: 'warning',
  aliases: [],
  title: 'mirror of no request',
  explanation: 'Without percentage everything is mirrored, but with one that has no value nothing is.',
  fix: 'Say the share of requests (`value: 50`), or leave the percentage out to mirror all of them.',
  *find(world) {
    if (fieldsOfRoutes(world, 'mirror').length + fieldsOfRoutes(world, 'mirrors').length === 0) { return; }
    for (const { object, route } of routeLists(world)) {
      const mirrors = [...route.at('mirror').exists ? [route.at('mirrorPercentage')] : [], ...route.at('mirrors').items.map(mirror => mirror.at('percentage'))];
      for (const percentage of mirrors) {
        if (percentage.object !== undefined && !percentage.at('value').exists) { yield { object, path: percentage.path, message: 'a percentage without value is 0: nothing is mirrored' }; }
      }
    }
  },
};
