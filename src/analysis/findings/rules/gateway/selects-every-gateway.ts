import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway */
export const SELECTS_EVERY_GATEWAY: Rule = {
  code: 'MESH0676',
  severity: 'warning',
  aliases: [],
  title: 'Gateway without selector',
  explanation: 'Without a selector, a Gateway is for every gateway of the mesh, of whatever team: those for traffic that leaves the mesh too. Its hosts can be asked for at all of them.',
  fix: 'Select the pods of one gateway by their labels.',
  *find(world) {
    for (const object of world.objects('Gateway', 'networking.istio.io')) {
      const spec = Cursor.of(object.object, 'spec');
      if (spec.at('servers').length > 0 && spec.at('selector').entries.length === 0) { yield { object, path: 'spec.selector', message: 'it is for every gateway of the mesh' }; }
    }
  },
};
