import type { Rule } from '../../../rule';
import { isPartialWildcard } from '../../../validation/dns-names';
import { SERVICE_ENTRY } from '../../../validation/kinds';
import { places, refused, within } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const PARTIAL_WILDCARD: Rule = {
  code: 'MESH0702',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'wildcard that is a part of a label',
  explanation: 'Proxies match whole labels: *api.example.com may match nothing, or not what was meant. Only the resolution DYNAMIC_DNS takes such hosts.',
  fix: 'Write *.example.com, or name the hosts.',
  *find(world) {
    for (const { object, at } of places(world, SERVICE_ENTRY, 'spec')) {
      if (at.at('resolution').string === 'DYNAMIC_DNS') { continue; }
      yield* refused(within(at, 'hosts[]').map(host => ({ object, at: host })), ({ string = '' }) =>
        isPartialWildcard(string) ? `${quoted(string)} has a * that is only a part of its first label` : undefined);
    }
  },
};
