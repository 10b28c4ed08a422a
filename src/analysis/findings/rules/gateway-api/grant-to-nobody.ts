import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { GATEWAY_API } from '../../world/api-routes';
import { Inventory } from '../../world/inventory';

/** @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
export const GRANT_TO_NOBODY: Rule = {
  code: 'MESH1245',
  severity: 'warning',
  aliases: ['KIA1601'],
  title: 'ReferenceGrant for a namespace that is not there',
  explanation: 'It permits references from a namespace that does not exist; whoever may create one of that name gets the permission.',
  fix: 'Correct the name of the namespace, or remove the entry.',
  *find(world) {
    for (const grant of world.objects('ReferenceGrant', GATEWAY_API)) {
      for (const from of Cursor.of(grant.object, 'spec', 'from').items) {
        const at = from.at('namespace');
        if (at.string !== undefined && !Inventory.of(world).mayHave(at.string)) { yield { object: grant, path: at.path, message: `there is no namespace ${quoted(at.string)}` }; }
      }
    }
  },
};
