import type { Rule } from '../../../rule';
import { SIDECAR } from '../../../validation/kinds';
import { places } from '../../../validation/places';
import { isTls } from '../../../validation/protocols';

export const TLS_OF_PLAINTEXT: Rule = {
  code: 'MESH0806',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'TLS of a listener whose protocol has none',
  explanation: 'Only a listener of HTTPS or TLS ends TLS. Istio refuses tls with another protocol.',
  fix: 'Write the protocol HTTPS or TLS, or remove tls.',
  *find(world) {
    for (const { object, at } of places(world, SIDECAR, 'spec.ingress[]')) {
      const protocol = at.at('port', 'protocol').string ?? '';
      if (at.at('tls').exists && at.at('port').exists && !isTls(protocol)) { yield { object, path: at.at('tls').path, message: `${protocol === '' ? 'no protocol' : protocol} has no TLS` }; }
    }
  },
};
