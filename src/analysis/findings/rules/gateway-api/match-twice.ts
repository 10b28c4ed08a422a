import { byAge, nameOf } from '../../../model';
import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { GATEWAY_API, parentsOf } from '../../world/api-routes';

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
export const MATCH_TWICE: Rule = {
  code: 'MESH1276',
  severity: 'warning',
  aliases: [],
  title: 'match that another HTTPRoute has too',
  explanation: 'The more specific match gets a request; of two that are the same, that of the route which was created first, and in one route the first. The other is never reached.',
  fix: 'Tell the matches apart, or merge the rules.',
  *find(world) {
    const first = new Map<string, { readonly route: Element; readonly at: Cursor }>();
    for (const route of [...world.objects('HTTPRoute', GATEWAY_API)].sort(byAge)) {
      const spec = Cursor.of(route.object, 'spec');
      const hostnames = spec.at('hostnames').length === 0 ? [''] : spec.at('hostnames').items.map(({ string }) => string);
      const places = parentsOf(route).flatMap(({ kind, namespace, name, at }) => hostnames.map(hostname =>
        JSON.stringify([kind, namespace, name, at.at('sectionName').string, at.at('port').number, hostname])));
      for (const rule of spec.at('rules').items) {
        const matches = rule.at('matches').length === 0 ? [rule] : rule.at('matches').items;
        for (const match of matches) {
          const keys = places.map(place => `${place} ${match === rule ? canonical({}) : canonical(match.value)}`);
          const other = keys.map(key => first.get(key)).find(found => found !== undefined);
          keys.forEach(key => { if (!first.has(key)) { first.set(key, { route, at: match }); } });
          if (other === undefined) { continue; }
          const where = other.route === route ? other.at.path : `${other.at.path} of HTTPRoute ${nameOf(other.route)}`;
          yield { object: route, path: match.path, message: `${where} is the same match` };
        }
      }
    }
  },
};

/** A match with its defaults, in the same order whatever the order it is written in. */
function canonical(match: unknown): string {
  const at = Cursor.of({ match }, 'match');
  const path = [at.at('path', 'type').string ?? 'PathPrefix', at.at('path', 'value').string ?? '/'];
  const pairs = (list: Cursor, fold: boolean): readonly string[] => list.items.map(item => {
    const name = item.at('name').string ?? '';
    return JSON.stringify([fold ? name.toLowerCase() : name, item.at('type').string ?? 'Exact', item.at('value').string ?? '']);
  }).sort();
  return JSON.stringify([path, at.at('method').string ?? '', pairs(at.at('headers'), true), pairs(at.at('queryParams'), false)]);
}
