import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { apiRoutes, backendsOf, GATEWAY_API, isGranted } from '../../world/api-routes';
import { Hosts } from '../../world/hosts';
import { Inventory } from '../../world/inventory';

/** @see https://gateway-api.sigs.k8s.io/api-types/referencegrant/ */
export const BACKEND_MISSING: Rule = {
  code: 'MESH1241',
  severity: 'error',
  aliases: ['KIA1402'],
  title: 'backend that the route does not reach',
  explanation: 'A backend is a Service by its name, in the namespace of the route, or in another one that permits it by a ReferenceGrant. Requests for any other backend get 500.',
  fix: 'Name a Service, and for one of another namespace write a ReferenceGrant there.',
  *find(world) {
    const { clusterDomain } = world.model.meshConfig;
    for (const { route, at, kind, namespace, name } of apiRoutes(world).flatMap(backendsOf)) {
      const path = at.at('name').path;
      if (kind === 'Hostname.networking.istio.io') {
        const { visible } = Hosts.of(world).find(name, route.namespace);
        if (visible.length === 0 && !Hosts.of(world).mayBeElsewhere(name)) { yield { object: route, path, message: `no Service and no ServiceEntry has the host ${quoted(name)}` }; }
        continue;
      }
      if (kind !== 'Service') { continue; }
      const found = Hosts.of(world).named(`${name}.${namespace}.svc.${clusterDomain}`).length > 0;
      if (name.includes('.')) {
        yield { object: route, path, message: `${quoted(name)} is the name of no Service: it has a dot`, fix: 'Write the name alone, and the namespace in `namespace`.' };
      } else if (!found && (namespace === route.namespace || Inventory.of(world).shows(namespace))) {
        yield { object: route, path, message: `namespace ${namespace} has no Service ${quoted(name)}` };
      } else if (!isGranted(world, { group: GATEWAY_API, kind: route.kind, namespace: route.namespace }, { group: '', kind: 'Service', namespace, name }) && (found || Inventory.of(world).shows(namespace))) {
        yield { object: route, path, message: `no ReferenceGrant of namespace ${namespace} lets ${route.kind}s of namespace ${route.namespace} lead to Service ${quoted(name)}`, fix: `Write a ReferenceGrant in ${namespace}.` };
      }
    }
  },
};
