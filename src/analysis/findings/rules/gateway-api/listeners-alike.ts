import type { Element } from '../../../model';
import { byAge, nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { GATEWAY_API } from '../../world/api-routes';

/** @see https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#manual-deployment */
export const LISTENERS_ALIKE: Rule = {
  code: 'MESH1242',
  severity: 'warning',
  aliases: ['KIA1501'],
  title: 'listeners of two Gateways for one host on the same pods',
  explanation: 'Gateways that name the same Service in `addresses` share its pods. Of two listeners with TLS for the same host and port the one that is created first is used, and two that speak '
    + 'different protocols do not go together. Gateways with pods of their own do not meet.',
  fix: 'Use another host or port, or one Gateway for both.',
  *find(world) {
    const first = new Map<string, { readonly gateway: Element; readonly listener: Cursor }>();
    for (const gateway of [...world.objects('Gateway', GATEWAY_API)].sort(byAge)) {
      const spec = Cursor.of(gateway.object, 'spec');
      for (const address of spec.at('addresses').items) {
        if (address.at('type').string !== 'Hostname') { continue; }
        for (const listener of spec.at('listeners').items) {
          const key = JSON.stringify([address.at('value').string, listener.at('port').number, listener.at('hostname').string ?? '']);
          const other = first.get(key);
          if (other === undefined) { first.set(key, { gateway, listener }); continue; }
          const [protocol, rival] = [listener, other.listener].map(one => one.at('protocol').string ?? '');
          // Routes for plaintext HTTP are shared.
          if (other.gateway === gateway || (protocol === 'HTTP' && rival === 'HTTP')) { continue; }
          yield {
            object: gateway,
            path: listener.path,
            message: `listener ${quoted(other.listener.at('name').string)} of Gateway ${nameOf(other.gateway)} is for this host on port ${listener.at('port').number ?? '?'} of ${address.at('value').string ?? '?'} too`,
          };
        }
      }
    }
  },
};
