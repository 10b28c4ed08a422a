import { hasSidecar } from '../../../decision/proxies';
import type { Rule } from '../../rule';
import { podTemplates } from '../../world/pod-templates';

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
    const templates = new Map(podTemplates(world).map(({ object, at }) => [object.object, at]));
    const inMesh = new Map<number, string>();
    for (const { kind, host, ports } of world.model.services.all) {
      if (kind === 'Service') { ports.filter(({ protocol }) => protocol !== 'udp').forEach(({ port }) => inMesh.has(port) || inMesh.set(port, host)); }
    }
    for (const object of world.model.workloads.all) {
      const written = object.annotations.get(EXCLUDED);
      if (written === undefined || hasSidecar(world.model, object) !== true) { continue; }
      for (const port of written.split(',').map(one => Number(one.trim()))) {
        const host = inMesh.get(port);
        const at = templates.get(object.object)?.at('metadata', 'annotations', EXCLUDED);
        if (host !== undefined) { yield { object, ...at === undefined ? {} : { path: at.path }, message: `calls to port ${port}, such as that of ${host}, pass the proxy by` }; }
      }
    }
  },
};
