import { fieldsOfRoutes, routeLists } from './routes';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest */
export const SOURCE_IGNORED: Rule = {
  code: 'MESH0482',
  severity: 'warning',
  aliases: [],
  title: 'labels of callers beside gateways',
  explanation: 'Where an HTTP match names `gateways`, they alone decide whose requests it is for: `sourceLabels` and `sourceNamespace` beside them are ignored, and the match '
    + 'is wider than it says.',
  fix: 'Make two matches of it, or leave `gateways` out.',
  *find(world) {
    if (fieldsOfRoutes(world, 'match[].gateways').length === 0) { return; }
    for (const { object, protocol, route } of routeLists(world)) {
      for (const match of protocol === 'http' ? route.at('match').items : []) {
        if (match.at('gateways').length === 0) { continue; }
        for (const key of ['sourceLabels', 'sourceNamespace']) {
          const at = match.at(key);
          if (at.string !== undefined ? at.string !== '' : at.entries.length > 0) { yield { object, path: at.path, message: `${key} is ignored beside gateways` }; }
        }
      }
    }
  },
};
