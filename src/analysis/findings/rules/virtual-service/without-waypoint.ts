import { fullyQualified } from '../../../hosts';
import { describe } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { isForMesh } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';
import { hasAmbientNamespaces, isAmbientNamespace, waypointOf, waypointOfNamespace } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/ambient/usage/waypoint/ */
export const WITHOUT_WAYPOINT: Rule = {
  code: 'MESH0454',
  severity: 'warning',
  aliases: ['KIA1109', 'KIA1113'],
  title: 'routes in the ambient mesh without a waypoint',
  explanation: 'In the ambient mesh only waypoints read requests. For a Service without one the routes of a VirtualService do nothing, unless the caller has a sidecar.',
  fix: 'Label the Service or its namespace with `istio.io/use-waypoint`.',
  *find(world) {
    if (!hasAmbientNamespaces(world)) { return; }
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const route = virtualServiceOf(world, object);
      if (route === undefined || !isForMesh(route) || route.http.length + route.tls.length === 0) { continue; }
      const hosts = Cursor.of(object.object, 'spec', 'hosts').items.filter(at => at.string !== undefined);
      const services = hosts.map(at => Hosts.of(world).find(fullyQualified(at.string ?? '', object.namespace, world.model.meshConfig.clusterDomain), object.namespace).visible[0]);
      const ambient = services.map(service => service !== undefined && isAmbientNamespace(world, service.namespace));
      for (const [i, at] of hosts.entries()) {
        const service = services[i];
        if (service !== undefined && ambient[i] && waypointOf(world, service) === undefined) {
          yield { object, path: at.path, message: `${describe(service)} is in the ambient mesh and has no waypoint` };
        }
      }
      if (!ambient.includes(true) && isAmbientNamespace(world, object.namespace) && waypointOfNamespace(world, object.namespace) === undefined) {
        yield { object, message: `namespace ${object.namespace} is in the ambient mesh and has no waypoint` };
      }
    }
  },
};
