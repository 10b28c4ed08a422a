import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { apiGateway, apiRoutes, obstacleOf, parentsOf } from '../../world/api-routes';

/** @see https://gateway-api.sigs.k8s.io/concepts/api-overview/#route-summary-table */
export const KIND_NOT_TAKEN: Rule = {
  code: 'MESH1272',
  severity: 'error',
  aliases: [],
  title: 'route of a kind that no listener takes',
  explanation: 'HTTPRoute and GRPCRoute are for listeners that read requests (HTTP, or HTTPS that ends TLS), TLSRoute for TLS, TCPRoute for TCP, UDPRoute for UDP; `allowedRoutes.kinds` can '
    + 'narrow that. No listener takes this kind, so the route is not attached.',
  fix: 'Use the kind of route that goes with the protocol of the listener.',
  *find(world) {
    for (const parent of apiRoutes(world).flatMap(parentsOf)) {
      const { route, at, kind, namespace, name } = parent;
      const gateway = kind === 'Gateway' ? apiGateway(world, namespace, name) : undefined;
      if (gateway === undefined || obstacleOf(world, parent, gateway) !== 'kind') { continue; }
      yield { object: route, path: at.path, message: `no listener of Gateway ${nameOf(gateway)} that is meant takes a ${route.kind}` };
    }
  },
};
