import type { Rule } from '../../../rule';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { places } from '../../../validation/places';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate */
export const BOUND_DELEGATE: Rule = {
  code: 'MESH0401',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'VirtualService without hosts that is more than HTTP routes for others',
  explanation: 'A VirtualService without hosts only holds HTTP routes that others delegate to. Istio refuses one that names gateways, or has routes of TLS or TCP.',
  fix: 'Name the hosts, or leave the gateways and the routes of TLS and TCP out.',
  *find(world) {
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec')) {
      if (at.at('hosts').length > 0) { continue; }
      for (const field of ['gateways', 'tls', 'tcp']) {
        const found = at.at(field);
        if (found.length > 0) { yield { object, path: found.path, message: `without hosts it is there to be delegated to, and may have no ${field}` }; }
      }
    }
  },
};
