import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const PORTLESS_LISTENER: Rule = {
  code: 'MESH0808',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'listener of every port before others',
  explanation: 'An egress listener without a port is for all ports that no other has, so it comes last, and once. Istio refuses it elsewhere.',
  fix: 'Move it to the end, or give it a port.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.egress')) {
      for (const listener of at.length < 2 ? [] : at.items.slice(0, -1)) {
        if (listener.object !== undefined && !listener.at('port').exists) { yield { object, path: listener.path, message: 'a listener without a port is not the last one' }; }
      }
    }
  },
};
