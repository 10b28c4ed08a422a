import { hasSidecar } from '../../../decision/proxies';
import type { Rule } from '../../rule';
import { templateOf } from '../../world/pod-templates';
import type { World } from '../../world/world';

const EXCLUDED = 'traffic.sidecar.istio.io/excludeOutboundPorts';

/** @see https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeOutboundPorts */
export const CALLS_PAST_THE_PROXY: Rule = {
  code: 'MESH0271',
  severity: 'warning',
  aliases: [],
  title: 'calls of the mesh that pass the proxy by',
  explanation: 'An annotation leads connections to this port past the caller\'s proxy. Services of the mesh that have it see a caller without identity, and refuse it where they are STRICT.',
  fix: 'Let the proxy have the port; exclude addresses outside of the mesh by excludeOutboundIPRanges.',
  *find(world) {
    for (const object of world.model.workloads.all) {
      const written = object.annotations.get(EXCLUDED);
      if (written === undefined || hasSidecar(world.model, object) !== true) { continue; }
      for (const port of written.split(',').map(one => Number(one.trim()))) {
        const host = world.once(hostsByPort).get(port);
        const at = templateOf(world, object)?.at('metadata', 'annotations', EXCLUDED);
        if (host !== undefined) { yield { object, ...at === undefined ? {} : { path: at.path }, message: `calls to port ${port}, such as that of ${host}, pass the proxy by` }; }
      }
    }
  },
};

/** The first Service of the mesh with each port. */
function hostsByPort({ model }: World): ReadonlyMap<number, string> {
  const hosts = new Map<number, string>();
  for (const { kind, host, ports } of model.services.all) {
    if (kind === 'Service') { ports.filter(({ protocol }) => protocol !== 'udp').forEach(({ port }) => hosts.has(port) || hosts.set(port, host)); }
  }
  return hosts;
}
