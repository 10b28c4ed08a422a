import type { Rule } from '../../../rule';
import { isAuthority } from '../../../validation/headers';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { areThere, places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const AUTHORITY_SET_TWICE: Rule = {
  code: 'MESH0423',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'authority set twice',
  explanation: 'A route can rewrite the authority, or set it as the header Host or :authority. Istio refuses a route that does so in two places.',
  fix: 'Keep rewrite.authority only.',
  *find(world) {
    if (!areThere(world, VIRTUAL_SERVICE, 'spec.http[].headers.request')) { return; }
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec.http[]')) {
      const request = at.at('headers', 'request');
      const set = [
        at.at('rewrite', 'authority'),
        ...[request.at('set'), request.at('add')].flatMap(map => map.entries.filter(([name]) => isAuthority(name)).map(([, value]) => value)),
      ];
      const first = set.findIndex(({ string = '' }) => string !== '');
      const second = first < 0 ? undefined : set[first + 1];
      if (second !== undefined) {
        yield { object, path: second.path, message: `${quoted(second.value)} is a second authority, beside ${quoted(set[first].value)}` };
      }
    }
  },
};
