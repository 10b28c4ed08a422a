import { localitySettings, TOPOLOGY_LABELS } from './localities';
import { settings } from './traffic-policies';
import type { Rule } from '../../../rule';
import { refused } from '../../../validation/places';
import { quoted } from '../../../validation/words';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#LocalityLoadBalancerSetting */
export const TWO_WAYS_OF_FAILOVER: Rule = {
  code: 'MESH0516',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'ways between localities that exclude each other',
  explanation: 'Traffic is either distributed between localities or fails over between regions, and regions are not told twice, as labels of failoverPriority. Istio refuses both.',
  fix: 'Keep one of the two.',
  *find(world) {
    yield* refused(localitySettings(world), at => {
      const failover = at.at('failover').length > 0;
      if (failover && at.at('distribute').length > 0) { return 'distribute and failover exclude each other'; }
      const label = failover ? at.at('failoverPriority').items.find(({ string = '' }) => TOPOLOGY_LABELS.has(string)) : undefined;
      return label === undefined ? undefined : `failover and ${quoted(label.value)} in failoverPriority exclude each other`;
    });
    // Since Istio 1.31; the API server knows of no such field before.
    yield* refused(settings(world, 'loadBalancer'), at =>
      at.at('localityLbSetting').exists && at.at('zoneAwareLbSetting').exists ? 'localityLbSetting and zoneAwareLbSetting exclude each other' : undefined);
    yield* refused(settings(world, 'loadBalancer.zoneAwareLbSetting.failoverPriority[]'), ({ string = '' }) =>
      TOPOLOGY_LABELS.has(string) ? `${quoted(string)} is what zoneAwareLbSetting goes by anyway` : undefined);
  },
};
