import { fullyQualified } from '../../../hosts';
import { nameOf } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { isForMesh } from '../../world/bindings';
import { virtualServiceOf } from '../../world/by-name';
import { Hosts } from '../../world/hosts';
import { hasAmbientNamespaces, isAmbientNamespace, waypointOf } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/ambient/usage/l7-features/ */
export const SOURCE_AT_WAYPOINT: Rule = {
  code: 'MESH0490',
  severity: 'warning',
  aliases: [],
  title: 'match for the labels of callers at a waypoint',
  explanation: 'A waypoint routes for callers whose labels it does not know: matches with `sourceLabels` are left out there, and `sourceNamespace` is compared with the waypoint\'s own.',
  fix: 'Tell callers apart by a header, or by AuthorizationPolicies.',
  *find(world) {
    if (!hasAmbientNamespaces(world)) { return; }
    for (const object of world.objects('VirtualService', 'networking.istio.io')) {
      const spec = Cursor.of(object.object, 'spec');
      const labelled = spec.at('http').items.flatMap(route => route.at('match').items).map(match => match.at('sourceLabels')).filter(at => at.entries.length > 0);
      const route = labelled.length === 0 ? undefined : virtualServiceOf(world, object);
      if (route === undefined || !isForMesh(route)) { continue; }
      const services = spec.at('hosts').items.flatMap(({ string = '' }) =>
        Hosts.of(world).find(fullyQualified(string, object.namespace, world.model.meshConfig.clusterDomain), object.namespace).visible.slice(0, 1));
      const bound = services.find(service => isAmbientNamespace(world, service.namespace) && waypointOf(world, service) !== undefined);
      if (bound === undefined) { continue; }
      for (const at of labelled) { yield { object, path: at.path, message: `the waypoint of ${bound.kind} ${nameOf(bound)} leaves the match out` }; }
    }
  },
};
