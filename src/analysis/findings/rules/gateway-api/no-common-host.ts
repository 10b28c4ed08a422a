import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { apiGateway, apiRoutes, obstacleOf, parentsOf } from '../../world/api-routes';

/** @see https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec */
export const NO_COMMON_HOST: Rule = {
  code: 'MESH1271',
  severity: 'error',
  aliases: [],
  title: 'hostnames that no listener is for',
  explanation: 'A route is for the hostnames that it has in common with a listener. It has none in common with those that would take it, so it is not attached.',
  fix: 'Use a hostname of the listener; `*.example.com` is for everything below, and not for example.com itself.',
  *find(world) {
    for (const parent of apiRoutes(world).flatMap(parentsOf)) {
      const { route, kind, namespace, name } = parent;
      const gateway = kind === 'Gateway' ? apiGateway(world, namespace, name) : undefined;
      if (gateway === undefined || obstacleOf(world, parent, gateway) !== 'hostname') { continue; }
      yield { object: route, path: 'spec.hostnames', message: `no listener of Gateway ${nameOf(gateway)} is for any of these hostnames` };
    }
  },
};
