import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution */
export const STATIC_WITHOUT_ENDPOINTS: Rule = {
  code: 'MESH0773',
  severity: 'error',
  aliases: [],
  title: 'static host without endpoints',
  explanation: 'With resolution STATIC, the addresses are those of `endpoints`, or of the workloads that `workloadSelector` selects. Without either, every call gets 503.',
  fix: 'List the endpoints, or let DNS find them.',
  *find(world) {
    for (const object of world.objects('ServiceEntry', 'networking.istio.io')) {
      const spec = Cursor.of(object.object, 'spec');
      if (spec.at('resolution').string === 'STATIC' && spec.at('endpoints').length === 0 && !spec.at('workloadSelector').exists) {
        yield { object, path: 'spec.resolution', message: 'with STATIC there are no addresses but endpoints, and none are listed' };
      }
    }
  },
};
