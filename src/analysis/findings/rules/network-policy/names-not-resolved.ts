import { describe } from '../../../model';
import type { Rule } from '../../rule';
import { PodIsolation } from '../../world/pod-isolation';

const DNS = 53;
/** Where OpenShift's DNS and node-local caches listen. */
const OTHERS = [5353, 8053];

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic */
export const NAMES_NOT_RESOLVED: Rule = {
  code: 'MESH1371',
  severity: 'warning',
  aliases: [],
  title: 'pods that cannot resolve names',
  explanation: 'NetworkPolicies let the pods open connections, but none to DNS, so that names of Services are not found, those of the platform neither.',
  fix: 'Admit UDP and TCP port 53 of the DNS of the cluster.',
  *find(world) {
    const isolation = PodIsolation.of(world);
    for (const workload of world.model.workloads.all) {
      const first = isolation.at(workload, 'Egress', 'UDP', DNS);
      if (first?.opened !== false || OTHERS.some(port => isolation.at(workload, 'Egress', 'UDP', port)?.opened !== false)) { continue; }
      yield { object: first.policy, path: 'spec', message: `${describe(workload)} may not ask any DNS` };
    }
  },
};
