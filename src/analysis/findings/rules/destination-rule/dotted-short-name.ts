import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { destinationRuleOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule */
export const RULE_FOR_SHORT_NAME: Rule = {
  code: 'MESH0570',
  severity: 'error',
  aliases: ['IST0174'],
  title: 'DestinationRule for a short name with a dot',
  explanation: 'Only a name without dots gains the rest of its Service\'s name. One with a dot is taken as it is, and the rule is for no host at all: its TLS, limits and subsets '
    + 'do nothing.',
  fix: 'Write the whole name.',
  *find(world) {
    for (const object of world.objects('DestinationRule', 'networking.istio.io')) {
      const host = destinationRuleOf(world, object)?.host ?? '';
      const meant = Hosts.of(world).meantBy(host);
      if (meant !== undefined) { yield { object, path: Cursor.of(object.object, 'spec', 'host').path, message: `${quoted(host)} is not short for ${meant}`, fix: `Write ${meant}.` }; }
    }
  },
};
