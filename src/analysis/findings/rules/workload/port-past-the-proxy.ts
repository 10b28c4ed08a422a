import { hasSidecar, interceptsInbound } from '../../../decision/proxies';
import type { Rule } from '../../rule';
import { PodIsolation } from '../../world/pod-isolation';
import { templateOf } from '../../world/pod-templates';
import { servedPorts } from '../../world/served-ports';

/** By which ports are led past the proxy. */
const ANNOTATIONS = ['traffic.sidecar.istio.io/includeInboundPorts', 'traffic.sidecar.istio.io/excludeInboundPorts'];

/** @see https://istio.io/latest/docs/reference/config/annotations/#SidecarTrafficExcludeInboundPorts */
export const PORT_PAST_THE_PROXY: Rule = {
  code: 'MESH0270',
  severity: 'warning',
  aliases: [],
  title: 'port that nothing guards',
  explanation: 'An annotation leads connections to this port past the proxy: mutual TLS and AuthorizationPolicies, STRICT and deny-all ones too, say nothing of it. No NetworkPolicy keeps anybody from it either.',
  fix: 'Let the proxy have the port, or guard it by a NetworkPolicy.',
  *find(world) {
    for (const object of world.model.workloads.all) {
      if (!ANNOTATIONS.some(annotation => object.annotations.has(annotation)) || hasSidecar(world.model, object) !== true) { continue; }
      const ports = new Set([...object.ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port), ...servedPorts(world, object).map(({ target }) => target)]);
      for (const port of ports) {
        const { intercepted, annotation } = interceptsInbound(object, port);
        if (intercepted !== false || annotation === undefined || PodIsolation.of(world).at(object, 'Ingress', 'TCP', port) !== undefined) { continue; }
        const at = templateOf(world, object)?.at('metadata', 'annotations', annotation);
        yield { object, ...at === undefined ? {} : { path: at.path }, message: `port ${port} is open to everybody: connections to it pass the proxy by` };
      }
    }
  },
};
