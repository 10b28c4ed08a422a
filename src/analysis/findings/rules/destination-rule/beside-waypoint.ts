import { requestPolicies } from './request-policies';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { hasAmbientNamespaces, isAmbientNamespace, waypointOf } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/ambient/usage/l7-features/ */
export const POLICY_BESIDE_WAYPOINT: Rule = {
  code: 'MESH0551',
  severity: 'warning',
  aliases: ['KIA0212'],
  title: 'traffic policy that the waypoint does not see',
  explanation: 'A waypoint looks for DestinationRules as a client of its own namespace. One of another namespace is for callers with sidecars there only.',
  fix: 'Move the DestinationRule into the namespace of the Service.',
  *find(world) {
    if (!hasAmbientNamespaces(world)) { return; }
    for (const { object, policy, service } of requestPolicies(world)) {
      if (service === undefined || service.namespace === object.namespace || !isAmbientNamespace(world, service.namespace)) { continue; }
      const waypoint = waypointOf(world, service);
      if (waypoint === undefined || [waypoint.namespace, world.model.meshConfig.rootNamespace].includes(object.namespace)) { continue; }
      yield { object, path: policy.path, message: `the waypoint ${nameOf(waypoint)} of ${service.kind} ${nameOf(service)} does not look into namespace ${object.namespace}` };
    }
  },
};
