import { fullyQualified, isWildcard } from '../../../hosts';
import { nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { hostProblem } from '../../validation/dns-names';
import { quoted } from '../../validation/words';
import { isForMesh } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';
import { destinationsOf } from '../../world/destinations';
import { Hosts } from '../../world/hosts';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService */
export const UNKNOWN_MESH_HOST: Rule = {
  code: 'MESH0479',
  severity: 'warning',
  aliases: [],
  title: 'host of the mesh that proxies do not know',
  explanation: 'A VirtualService for the mesh routes what is sent to the hosts of Services and ServiceEntries. For any other host proxies ask it on port 80 only. Often '
    + '`gateways` was forgotten, and the host is a gateway\'s.',
  fix: 'Name the Gateway in `gateways`, or declare the host by a ServiceEntry.',
  *find(world) {
    const hosts = Hosts.of(world);
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const route = virtualServiceOf(world, object);
      if (route === undefined || !isForMesh(route) || route.gateways.length > 1) { continue; }
      for (const at of Cursor.of(object.object, 'spec', 'hosts').items) {
        if (at.string === undefined || isWildcard(at.string) || /[A-Z]/.test(at.string) || hostProblem(at.string) !== undefined) { continue; }
        const host = fullyQualified(at.string, object.namespace, world.model.meshConfig.clusterDomain);
        const { visible, hidden } = hosts.find(host, object.namespace);
        // What leads to the same host in vain is another finding.
        if (visible.length > 0 || world.once(leading).has(`${nameOf(object)} ${host}`) || hosts.meantBy(host) !== undefined || hosts.mayBeElsewhere(host)) { continue; }
        const gateway = world.model.gateways.all.find(({ servers }) => servers.some(server => server.hosts.some(entry => entry.host === host)));
        const reason = gateway !== undefined ? `Gateway ${nameOf(gateway)} serves it, but the VirtualService is not bound to it`
          : hidden.length > 0 ? `${hidden[0].kind} ${nameOf(hidden[0])} does not export it to namespace ${object.namespace}` : 'no Service and no ServiceEntry has it';
        yield { object, path: at.path, message: `${quoted(host)} is no host of the mesh: ${reason}` };
      }
    }
  },
};

/** The hosts that VirtualServices lead to, after the names of these. */
function leading(world: World): ReadonlySet<string> {
  return new Set(destinationsOf(world).map(({ object, host }) => `${nameOf(object)} ${host}`));
}
