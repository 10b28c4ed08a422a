import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { suggestion } from '../../schema/suggestion';
import { quoted } from '../../validation/words';
import { GATEWAY_API } from '../../world/api-routes';

/** The classes that Istio makes itself. */
const OWN = ['istio', 'istio-remote', 'istio-waypoint', 'istio-east-west'];

/** @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
export const UNKNOWN_CLASS: Rule = {
  code: 'MESH1244',
  severity: 'warning',
  aliases: ['KIA1504'],
  title: 'Gateway of a class that does not exist',
  explanation: 'Nobody makes a gateway for a class that is not there. A class of other makers is reported only if the manifests have GatewayClasses and this is none of them, or if its name is all '
    + 'but that of a class of Istio\'s.',
  fix: 'Write a class of Istio\'s (`istio`, `istio-waypoint`, …), or add the GatewayClass.',
  *find(world) {
    const declared = world.objects('GatewayClass', GATEWAY_API).map(({ name }) => name);
    const known = [...OWN, ...declared];
    for (const gateway of world.objects('Gateway', GATEWAY_API)) {
      const at = Cursor.of(gateway.object, 'spec', 'gatewayClassName');
      if (at.string === undefined || known.includes(at.string)) { continue; }
      const hint = suggestion(at.string, known);
      if (declared.length > 0 || hint !== '') { yield { object: gateway, path: at.path, message: `there is no GatewayClass ${quoted(at.string)}${hint}` }; }
    }
  },
};
