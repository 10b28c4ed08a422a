import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution */
export const IGNORED_TARGET_PORT: Rule = {
  code: 'MESH0772',
  severity: 'warning',
  aliases: [],
  title: 'target port without resolution',
  explanation: 'With resolution NONE, which is the default, proxies send a connection on to the address and port that the application chose: `targetPort` is ignored. With TLS begun by a '
    + 'DestinationRule, the handshake goes to the port for plaintext.',
  fix: 'Set `resolution: DNS`, or leave `targetPort` out.',
  *find(world) {
    for (const object of world.objects('ServiceEntry', 'networking.istio.io')) {
      const spec = Cursor.of(object.object, 'spec');
      if ((spec.at('resolution').string ?? 'NONE') !== 'NONE') { continue; }
      for (const port of spec.at('ports').items) {
        const target = port.at('targetPort');
        if (target.number === undefined || target.number === 0 || target.number === port.at('number').number) { continue; }
        yield { object, path: target.path, message: `without resolution, connections go to port ${port.at('number').number ?? '?'} and not to ${target.number}` };
      }
    }
  },
};
