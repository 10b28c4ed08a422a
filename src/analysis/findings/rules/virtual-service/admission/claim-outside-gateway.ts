import { isGatewayOnly } from './binding';
import type { Rule } from '../../../rule';
import { isClaimKey } from '../../../validation/headers';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { areThere, places, within } from '../../../validation/places';
import { quoted } from '../../../validation/words';

/** @see https://istio.io/latest/docs/tasks/security/authentication/jwt-route/ */
export const CLAIM_OUTSIDE_GATEWAY: Rule = {
  code: 'MESH0408',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'route by a claim where no gateway routes',
  explanation: 'Only gateways route by the claims of a token. Istio refuses such a match in a VirtualService that is for sidecars, even if it is for a gateway as well.',
  fix: 'Name gateways and not mesh, or match something else.',
  *find(world) {
    if (!areThere(world, VIRTUAL_SERVICE, 'spec.http[].match[].headers', 'spec.http[].match[].withoutHeaders')) { return; }
    for (const { object, at } of places(world, VIRTUAL_SERVICE, 'spec')) {
      if (isGatewayOnly(at)) { continue; }
      for (const match of within(at, 'http[].match[]')) {
        for (const [key, value] of [...match.at('headers').entries, ...match.at('withoutHeaders').entries]) {
          if (isClaimKey(key)) { yield { object, path: value.path, message: `${quoted(key)} can be matched at gateways only` }; }
        }
      }
    }
  },
};
