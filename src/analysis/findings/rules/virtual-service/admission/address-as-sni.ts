import type { Rule } from '../../../rule';
import { isAddress } from '../../../validation/addresses';
import { VIRTUAL_SERVICE } from '../../../validation/kinds';
import { ofText, places, refused } from '../../../validation/places';

/** @see https://www.rfc-editor.org/rfc/rfc6066#section-3 */
export const ADDRESS_AS_SNI: Rule = {
  code: 'MESH0438',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'address as an SNI host',
  explanation: 'A client that calls an address sends no SNI, so this never matches.',
  fix: 'Match destinationSubnets, or the name that clients use.',
  find: world => refused(places(world, VIRTUAL_SERVICE, 'spec.tls[].match[].sniHosts[]'), ofText(text => isAddress(text) ? `${text} is an address, and SNI has names only` : undefined)),
};
