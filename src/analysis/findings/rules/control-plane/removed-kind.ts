import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

const REMOVED = new Set(['clusterrbacconfigs.rbac.istio.io', 'rbacconfigs.rbac.istio.io', 'servicerolebindings.rbac.istio.io', 'serviceroles.rbac.istio.io']);

/** @see https://istio.io/latest/docs/reference/config/security/authorization-policy/ */
export const REMOVED_KIND: Rule = {
  code: 'MESH1546',
  severity: 'warning',
  aliases: ['IST0002'],
  title: 'CustomResourceDefinition of a kind that Istio has removed',
  explanation: 'Objects of these kinds are stored and read by nobody: what they deny is allowed.',
  fix: 'Write AuthorizationPolicies in their place, and remove the definition.',
  *find(world) {
    for (const object of world.objects('CustomResourceDefinition', 'apiextensions.k8s.io')) {
      if (REMOVED.has(object.name)) { yield { object, path: Cursor.of(object.object, 'metadata', 'name').path, message: `Istio does not read ${object.name} any more` }; }
    }
  },
};
