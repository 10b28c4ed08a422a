import { requestPolicies } from './layer-seven';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/ambient/usage/l7-features/ */
export const REQUESTS_WITHOUT_TARGET: Rule = {
  code: 'MESH1441',
  severity: 'warning',
  aliases: ['KIA0110', 'KIA1115', 'KIA1116', 'KIA1117', 'KIA1317'],
  title: 'policy about requests that no waypoint reads',
  explanation: 'In ambient mode waypoints see requests, and read what is attached to them or to Services by targetRefs. By selector, or for the whole namespace, it comes to ztunnel, '
    + 'which leaves such rules of ALLOW out and so denies more, widens DENY, and ignores the rest.',
  fix: 'Name the Service, or the waypoint, in targetRefs.',
  *find(world) {
    for (const { object, what, targets } of requestPolicies(world)) {
      if (targets.length > 0) { continue; }
      yield { object, path: 'spec', message: `it is about ${what} and has no targetRefs, in a namespace in ambient mode` };
    }
  },
};
