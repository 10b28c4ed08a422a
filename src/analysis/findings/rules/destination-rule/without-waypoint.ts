import { requestPolicies } from './request-policies';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { hasAmbientNamespaces, isAmbientNamespace, waypointOf, waypointOfNamespace } from '../../world/waypoints';

/** @see https://istio.io/latest/docs/ambient/usage/waypoint/ */
export const POLICY_WITHOUT_WAYPOINT: Rule = {
  code: 'MESH0550',
  severity: 'warning',
  aliases: ['KIA0210', 'KIA0211'],
  title: 'traffic policy for requests in the ambient mesh without a waypoint',
  explanation: 'In the ambient mesh only waypoints read requests. For a Service without one, limits on requests, ejection of hosts and hashing by header do nothing, unless the '
    + 'caller has a sidecar.',
  fix: 'Label the Service or its namespace with `istio.io/use-waypoint`.',
  *find(world) {
    if (!hasAmbientNamespaces(world)) { return; }
    for (const { object, policy, service } of requestPolicies(world)) {
      if (service !== undefined && isAmbientNamespace(world, service.namespace)) {
        if (waypointOf(world, service) === undefined) { yield { object, path: policy.path, message: `${service.kind} ${nameOf(service)} is in the ambient mesh and has no waypoint` }; }
      } else if (service === undefined && isAmbientNamespace(world, object.namespace) && waypointOfNamespace(world, object.namespace) === undefined) {
        yield { object, path: policy.path, message: `namespace ${object.namespace} is in the ambient mesh and has no waypoint` };
      }
    }
  },
};
