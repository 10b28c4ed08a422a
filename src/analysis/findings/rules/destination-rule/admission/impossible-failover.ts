import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';

export const IMPOSSIBLE_FAILOVER: Rule = {
  code: 'MESH0519',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'failover between what are not two regions',
  explanation: 'Traffic fails over from one region to another. Istio refuses zones, wildcards, and a region that fails over to itself.',
  fix: 'Name two regions.',
  *find(world) {
    for (const setting of ['localityLbSetting', 'zoneAwareLbSetting']) {
      yield* refused(settings(world, `loadBalancer.${setting}.failover[]`), at => {
        if (at.object === undefined) { return undefined; }
        const [from, to] = [at.at('from').string ?? '', at.at('to').string ?? ''];
        if (from === to) { return `${quoted(from)} fails over to itself`; }
        const other = [from, to].find(region => /[/*]/.test(region));
        return other === undefined ? undefined : `${quoted(other)} is no region`;
      });
    }
  },
};
