import type { Element } from '../../../model';
import { byAge, nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { GATEWAY_API } from '../../world/api-routes';

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec */
export const ADDRESS_TWICE: Rule = {
  code: 'MESH1243',
  severity: 'warning',
  aliases: ['KIA1502'],
  title: 'address that two Gateways ask for',
  explanation: 'Each Gateway has a load balancer of its own, and an address belongs to one of them: the other Gateway stays without.',
  fix: 'Ask for another address, or use one Gateway.',
  *find(world) {
    const first = new Map<string, Element>();
    for (const gateway of [...world.objects('Gateway', GATEWAY_API)].sort(byAge)) {
      for (const address of Cursor.of(gateway.object, 'spec', 'addresses').items) {
        const value = address.at('value');
        if ((address.at('type').string ?? 'IPAddress') !== 'IPAddress' || value.string === undefined) { continue; }
        const other = first.get(value.string);
        if (other === undefined) { first.set(value.string, gateway); continue; }
        if (other !== gateway) { yield { object: gateway, path: value.path, message: `Gateway ${nameOf(other)} asks for ${value.string} too` }; }
      }
    }
  },
};
