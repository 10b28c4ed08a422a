import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { Pods } from '../../world/pods';
import { servedPorts } from '../../world/served-ports';

/** @see https://istio.io/latest/docs/reference/config/security/peer_authentication/ */
export const PORT_OF_NOTHING: Rule = {
  code: 'MESH1071',
  severity: 'error',
  aliases: [],
  title: 'mode for a port that the pods do not have',
  explanation: "Modes of ports are for the containers' ports. One for the number of a Service's port changes nothing where the Service leads to another.",
  fix: 'Write the port to which the Service leads.',
  *find(world) {
    const pods = Pods.of(world);
    for (const object of world.model.peerAuthentications.all) {
      if (object.selector === undefined || object.ports.size === 0) { continue; }
      const workloads = pods.selectedBy(object.selector, object.namespace);
      const served = workloads.flatMap(workload => servedPorts(world, workload));
      for (const [port, at] of Cursor.of(object.object, 'spec', 'portLevelMtls').entries) {
        const number = Number(port);
        if (served.some(({ target }) => target === number) || workloads.some(({ ports }) => ports.some(one => one.port === number))) { continue; }
        const [meant] = served.filter(one => one.port.port === number);
        if (meant === undefined) { continue; }
        yield {
          object,
          path: at.path,
          message: `${port} is the port of Service ${meant.service.namespace}/${meant.service.name}, which leads to port ${meant.target} of its pods`,
          fix: `Write ${meant.target}.`,
        };
      }
    }
  },
};
