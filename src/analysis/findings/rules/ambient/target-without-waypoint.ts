import { requestPolicies } from './layer-seven';
import type { Rule } from '../../rule';
import { waypointOf } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/ambient/usage/waypoint/ */
export const TARGET_WITHOUT_WAYPOINT: Rule = {
  code: 'MESH1442',
  severity: 'warning',
  aliases: ['KIA0109', 'KIA1110', 'KIA1111', 'KIA1112'],
  title: 'target that has no waypoint',
  explanation: 'What is attached to a Service is read by the waypoint of the Service. The label istio.io/use-waypoint of the Service or its namespace says which that is; there is none, so nothing reads it.',
  fix: 'Label the Service or the namespace istio.io/use-waypoint.',
  *find(world) {
    for (const { object, targets } of requestPolicies(world)) {
      for (const target of targets.filter(one => one.at('kind').string === 'Service')) {
        const [service] = world.objects('Service', '').filter(({ namespace, name }) => namespace === object.namespace && name === target.at('name').string);
        if (service === undefined || waypointOf(world, service) !== undefined) { continue; }
        yield { object, path: target.path, message: `Service ${service.namespace}/${service.name} uses no waypoint` };
      }
    }
  },
};
