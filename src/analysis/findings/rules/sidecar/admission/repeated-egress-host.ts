import type { Cursor } from '../../../cursor';
import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const REPEATED_EGRESS_HOST: Rule = {
  code: 'MESH0810',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'host of egress that another one includes',
  explanation: 'What namespace/* or */* has, needs no naming again: someone may believe that the list is narrower than it is.',
  fix: 'Remove the narrower ones, or the wide one.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.egress[]')) {
      if (at.at('hosts').length < 2) { continue; }
      const hosts = at.at('hosts').items.flatMap(host => split(host, object.namespace));
      const namespaces = new Set<string>();
      const seen = new Set<string>();
      const all = hosts.some(({ namespace, name }) => namespace === '*' && name === '*') && hosts.some(({ namespace }) => namespace !== '*');
      for (const { host, namespace, name } of hosts) {
        const repeats = name === '*' ? namespaces.has(namespace) : seen.has(`${namespace}/${name}`) || seen.has(`${namespace}/*`);
        if (repeats) { yield { object, path: host.path, message: `${quoted(host.value)} and one before it have hosts in common` }; }
        if (all && !repeats && namespace !== '*') { yield { object, path: host.path, message: `${quoted(host.value)} is a part of "*/*"` }; }
        namespaces.add(namespace);
        seen.add(`${namespace}/${name}`);
      }
    }
  },
};

/** A namespace after ~ is left out, and repeats nothing. */
function split(host: Cursor, own: string): readonly { readonly host: Cursor; readonly namespace: string; readonly name: string }[] {
  const text = host.string ?? '';
  const slash = text.indexOf('/');
  if (slash < 0 || text.startsWith('~')) { return []; }
  const namespace = text.slice(0, slash);
  return [{ host, namespace: namespace === '.' ? own : namespace, name: text.slice(slash + 1) }];
}
