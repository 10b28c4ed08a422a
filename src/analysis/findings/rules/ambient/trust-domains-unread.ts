import { isAmbientWorkload } from './ambient-workloads';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { AUTHORIZATION_POLICY } from '../../validation/kinds';
import { areThere } from '../../validation/places';
import { attachedPods } from '../../world/attached-pods';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source */
export const TRUST_DOMAINS_UNREAD: Rule = {
  code: 'MESH1470',
  severity: 'error',
  aliases: [],
  title: 'trust domains that ztunnel does not read',
  explanation: 'ztunnel knows nothing of trustDomains: a source of an ALLOW that has nothing else admits every caller.',
  fix: 'Name principals in place of trustDomains.',
  *find(world) {
    if (!areThere(world, AUTHORIZATION_POLICY, 'spec.rules[].from[].source.trustDomains', 'spec.rules[].from[].source.notTrustDomains')) { return; }
    for (const object of world.model.authorizationPolicies.all) {
      if (object.action !== 'ALLOW' && object.action !== 'DENY') { continue; }
      const sources = Cursor.of(object.object, 'spec', 'rules').items.flatMap(rule => rule.at('from').items.map(from => from.at('source')))
        .flatMap(source => [source.at('trustDomains'), source.at('notTrustDomains')].filter(({ exists }) => exists));
      if (sources.length === 0 || !attachedPods(world, object).some(workload => isAmbientWorkload(world, workload))) { continue; }
      for (const { path } of sources) { yield { object, path, message: 'pods in ambient mode have no trust domains to compare' }; }
    }
  },
};
