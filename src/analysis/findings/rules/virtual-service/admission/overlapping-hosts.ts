import { hostsOverlap } from '../../../../hosts';
import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { quoted } from '../../../validation/words';

/** Beyond it only hosts that are the same are looked for: the comparison of each with each takes its time. */
const MOST_COMPARED = 500;

export const OVERLAPPING_HOSTS: Rule = {
  code: 'MESH0407',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'hosts of one VirtualService that overlap',
  explanation: 'A name that two hosts of one VirtualService stand for would be routed twice. Istio refuses it, wildcards included: *.example.com overlaps *.com.',
  fix: 'Keep the wider of the two, or split the VirtualService.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec.hosts')) {
      const hosts = at.items.flatMap(item => item.string === undefined ? [] : [{ path: item.path, text: item.string }]);
      const first = new Map<string, number>();
      for (const [i, { path, text }] of hosts.entries()) {
        const same = first.get(text);
        const other = same ?? (i < MOST_COMPARED ? hosts.slice(0, i).findIndex(before => hostsOverlap(before.text, text)) : -1);
        if (other >= 0) { yield { object, path, message: `${quoted(text)} overlaps ${quoted(hosts[other].text)}` }; }
        if (same === undefined) { first.set(text, i); }
      }
    }
  },
};
