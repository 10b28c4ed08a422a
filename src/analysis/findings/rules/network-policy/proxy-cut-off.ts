import { hasSidecar } from '../../../decision/proxies';
import { describe } from '../../../model';
import type { Rule } from '../../rule';
import { PodIsolation } from '../../world/pod-isolation';

/** Where proxies fetch certificates and configuration. */
const ISTIOD = 15012;

/** @see https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
export const PROXY_CUT_OFF: Rule = {
  code: 'MESH1370',
  severity: 'error',
  aliases: [],
  title: 'proxy that cannot reach istiod',
  explanation: 'Pods with a sidecar may open connections to what NetworkPolicies admit, and port 15012 is not among it. Their proxies get no certificate and no configuration, and the pods never become ready.',
  fix: 'Admit TCP port 15012 of istiod to all pods with a sidecar.',
  *find(world) {
    const isolation = PodIsolation.of(world);
    for (const workload of world.model.workloads.all) {
      if (hasSidecar(world.model, workload) !== true) { continue; }
      const found = isolation.at(workload, 'Egress', 'TCP', ISTIOD);
      if (found?.opened !== false) { continue; }
      yield { object: found.policy, path: 'spec', message: `${describe(workload)} may not connect to port ${ISTIOD}` };
    }
  },
};
