import { valuesOf } from './written-values';
import type { Rule } from '../../rule';
import { attachedPods } from '../../world/attached-pods';
import { servedPorts } from '../../world/served-ports';

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation */
export const SERVICE_PORT_IN_POLICY: Rule = {
  code: 'MESH0973',
  severity: 'error',
  aliases: [],
  title: "port of the Service in place of the container's",
  explanation: "A sidecar sees connections when they have reached the pod, so ports are those of containers. The number of the Service's port matches nothing.",
  fix: 'Write the port to which the Service leads.',
  *find(world) {
    for (const { policy, at, value } of valuesOf(world, 'ports', 'destination.port')) {
      const pods = attachedPods(world, policy);
      const number = Number(value);
      if (pods.some(({ ports }) => ports.some(({ port }) => port === number))) { continue; }
      const served = pods.flatMap(workload => servedPorts(world, workload));
      if (served.some(({ target }) => target === number)) { continue; }
      const [meant] = served.filter(({ port }) => port.port === number);
      if (meant === undefined) { continue; }
      yield {
        object: policy,
        path: at.path,
        message: `${value} is the port of Service ${meant.service.namespace}/${meant.service.name}, which leads to port ${meant.target} of its pods`,
        fix: `Write ${meant.target}.`,
      };
    }
  },
};
