import { isWildcard } from '../../../../hosts';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const OVERLAPPING_HOSTS: Rule = {
  code: 'MESH0407',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'hosts of one VirtualService that overlap',
  explanation: 'A name that two hosts of one VirtualService stand for would be routed twice. Istio refuses it, wildcards included: *.example.com overlaps *.com.',
  fix: 'Keep the wider of the two, or split the VirtualService.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec.hosts')) {
      if (at.length < 2) { continue; }
      const hosts = at.items.flatMap(host => host.string === undefined ? [] : [{ host, text: host.string }]);
      const wider = widerHosts(hosts.map(({ text }) => text));
      for (const [i, { host, text }] of hosts.entries()) {
        const other = wider[i];
        if (other !== undefined) { yield { object, path: host.path, message: `${quoted(text)} overlaps ${quoted(hosts[other].text)}` }; }
      }
    }
  },
};

/** For each host another one that stands for all its names, if there is any: of two that are the same, the first. */
function widerHosts(hosts: readonly string[]): readonly (number | undefined)[] {
  const exact = new Map<string, number>();
  const endings = new Map<string, number>();
  for (const [i, host] of hosts.entries()) {
    const [map, key] = isWildcard(host) ? [endings, host.slice(1)] : [exact, host];
    if (!map.has(key)) { map.set(key, i); }
  }
  return hosts.map((host, i) => {
    const same = isWildcard(host) ? undefined : exact.get(host);
    if (same !== undefined && same !== i) { return same; }
    const name = isWildcard(host) ? host.slice(1) : host;
    for (let from = 0; from <= name.length; from++) {
      const other = endings.get(name.slice(from));
      if (other !== undefined && other !== i) { return other; }
    }
    return undefined;
  });
}
