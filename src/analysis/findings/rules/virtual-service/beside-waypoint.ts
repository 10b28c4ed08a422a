import { fullyQualified } from '../../../hosts';
import { describe } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { isForMesh } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';
import { hasAmbientNamespaces, isAmbientNamespace, waypointOf } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/ambient/usage/l7-features/ */
export const BESIDE_WAYPOINT: Rule = {
  code: 'MESH0455',
  severity: 'warning',
  aliases: ['KIA1114'],
  title: 'routes that the waypoint does not see',
  explanation: 'A waypoint takes the VirtualServices of the namespace of the Service, and of its own. One of another namespace is for callers with sidecars only.',
  fix: 'Move the VirtualService into the namespace of the Service.',
  *find(world) {
    if (!hasAmbientNamespaces(world)) { return; }
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const route = virtualServiceOf(world, object);
      if (route === undefined || !isForMesh(route) || route.http.length + route.tls.length === 0) { continue; }
      for (const at of Cursor.of(object.object, 'spec', 'hosts').items) {
        const host = fullyQualified(at.string ?? '', object.namespace, world.model.meshConfig.clusterDomain);
        const [service] = Hosts.of(world).find(host, object.namespace).visible;
        if (service === undefined || service.namespace === object.namespace || !isAmbientNamespace(world, service.namespace)) { continue; }
        const waypoint = waypointOf(world, service);
        if (waypoint === undefined || waypoint.namespace === object.namespace) { continue; }
        yield { object, path: at.path, message: `${describe(service)} is in another namespace, and so is its waypoint ${waypoint.namespace}/${waypoint.name}` };
      }
    }
  },
};
