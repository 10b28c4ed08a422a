import { hasSidecar } from '../../../decision/proxies';
import type { Rule } from '../../rule';
import { servedPorts } from '../../world/served-ports';

/** @see https://istio.io/latest/docs/ops/deployment/application-requirements/ */
export const ONE_PORT_OF_TWO_PROTOCOLS: Rule = {
  code: 'MESH0244',
  severity: 'warning',
  aliases: ['IST0116'],
  title: 'port of TCP and UDP',
  explanation: 'Services of one workload have the same port for different transports. Proxies see TCP only, and may take the one for the other.',
  fix: 'Give TCP and UDP ports of their own.',
  *find(world) {
    for (const object of world.model.workloads.all) {
      if (hasSidecar(world.model, object) !== true || servedPorts(world, object).length < 2) { continue; }
      const transports = new Map<number, Set<boolean>>();
      for (const { port } of servedPorts(world, object)) {
        transports.set(port.port, (transports.get(port.port) ?? new Set()).add(port.protocol === 'udp'));
      }
      for (const [port, kinds] of transports) {
        if (kinds.size > 1) { yield { object, path: 'spec', message: `its Services have port ${port} for TCP and for UDP` }; }
      }
    }
  },
};
