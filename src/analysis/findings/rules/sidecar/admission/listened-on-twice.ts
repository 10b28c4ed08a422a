import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { places } from '../../../validation/places';

export const LISTENED_ON_TWICE: Rule = {
  code: 'MESH0802',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'port that two listeners have',
  explanation: 'Each port has one listener of ingress and one of egress, whatever they bind to. Istio refuses the Sidecar otherwise.',
  fix: 'Join the two listeners.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.ingress', 'spec.egress')) {
      const seen = new Set<number>();
      for (const listener of at.items) {
        const port = listener.at('port', 'number');
        const { number } = port;
        if (number === undefined || number === 0) { continue; }
        if (seen.has(number)) { yield { object, path: port.path, message: `there is a listener of port ${number} already` }; }
        seen.add(number);
      }
    }
  },
};
