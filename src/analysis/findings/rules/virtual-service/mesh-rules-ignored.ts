import type { VirtualService } from '../../../model';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { isForMesh } from '../../world/bindings';
import { destinationsOf } from '../../world/destinations';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/ops/common-problems/network-issues/#route-rules-have-no-effect-on-ingress-gateway-requests */
export const MESH_RULES_IGNORED: Rule = {
  code: 'MESH0449',
  severity: 'warning',
  aliases: ['IST0140'],
  title: 'gateway that passes by the rules of the mesh',
  explanation: 'A gateway routes by the VirtualServices that are bound to it, and sends a request on to the Service itself: the subsets and weights that another '
    + 'VirtualService gives the Service within the mesh do not count for what comes in there.',
  fix: 'Name the subsets, with their weights, in the routes of the gateway too.',
  *find(world) {
    for (const { object, virtualService, protocol, role, at, host, subset } of destinationsOf(world)) {
      if (subset !== undefined || role === 'mirror' || protocol !== 'http' || virtualService.gateways.every(name => name === 'mesh')) { continue; }
      const shared = (route: VirtualService): boolean => route.gateways.some(name => name !== 'mesh' && virtualService.gateways.includes(name));
      const other = world.once(splitting).get(host)?.find(route => route !== virtualService && !shared(route));
      if (other !== undefined) {
        yield { object, path: at.path, message: `VirtualService ${nameOf(other)} sends ${host} to subsets, and requests from the gateway pass that by` };
      }
    }
  },
};

/** The VirtualServices that send a host of the mesh to subsets of its own, by the host. */
function splitting({ model }: World): ReadonlyMap<string, readonly VirtualService[]> {
  const found = new Map<string, VirtualService[]>();
  for (const route of model.virtualServices.all) {
    if (!isForMesh(route)) { continue; }
    for (const { destination: { host, subset } } of route.http.flatMap(({ destinations }) => destinations)) {
      const list = found.get(host) ?? [];
      if (subset === undefined || !route.hosts.includes(host) || list.includes(route)) { continue; }
      found.set(host, [...list, route]);
    }
  }
  return found;
}
