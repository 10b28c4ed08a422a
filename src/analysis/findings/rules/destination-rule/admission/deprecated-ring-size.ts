import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';

export const DEPRECATED_RING_SIZE: Rule = {
  code: 'MESH0513',
  severity: 'warning',
  aliases: ['IST0106', 'IST0133'],
  title: 'minimumRingSize of consistentHash',
  explanation: 'It is deprecated for ringHash.minimumRingSize, and refused beside ringHash or maglev.',
  fix: 'Write ringHash: { minimumRingSize: … } instead.',
  *find(world) {
    for (const { object, at } of settings(world, 'loadBalancer.consistentHash')) {
      const size = at.at('minimumRingSize');
      if ((size.number ?? 0) === 0) { continue; }
      const algorithm = ['ringHash', 'maglev'].find(field => at.at(field).exists);
      yield algorithm === undefined
        ? { object, path: size.path, message: 'minimumRingSize is deprecated here' }
        : { object, path: size.path, message: `minimumRingSize and ${algorithm} exclude each other`, severity: 'error' };
    }
  },
};
