import { portPolicies, trafficPolicies } from './traffic-policies';
import type { Rule } from '../../../rule';
import { within } from '../../../validation/places';

/** @see https://istio.io/latest/docs/tasks/traffic-management/locality-load-balancing/failover/ */
export const FAILOVER_WITHOUT_OUTLIER_DETECTION: Rule = {
  code: 'MESH0520',
  severity: 'warning',
  aliases: ['IST0133'],
  title: 'failover that never happens',
  explanation: 'Proxies notice by outlier detection that endpoints fail; without it, nothing fails over to another locality.',
  fix: 'Add outlierDetection to the same policy.',
  *find(world) {
    for (const { object, at } of [...trafficPolicies(world), ...portPolicies(world)]) {
      if (at.at('outlierDetection').exists) { continue; }
      for (const setting of [...within(at, 'loadBalancer.localityLbSetting'), ...within(at, 'loadBalancer.zoneAwareLbSetting')]) {
        const field = ['failover', 'failoverPriority'].find(way => setting.at(way).length > 0);
        // Beside distribute it is refused.
        if (field === undefined || (field === 'failover' && setting.at('distribute').length > 0)) { continue; }
        yield { object, path: setting.at(field).path, message: `${field} without outlierDetection` };
      }
    }
  },
};
