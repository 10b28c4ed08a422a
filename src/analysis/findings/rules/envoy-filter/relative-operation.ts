import { isRelative, patches } from './patches';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/ */
export const RELATIVE_OPERATION: Rule = {
  code: 'MESH1145',
  severity: 'warning',
  aliases: ['IST0151'],
  title: 'patch that depends on the order of patches',
  explanation: 'The patch is put before or after something, or takes its place. Without a priority EnvoyFilters are applied by their age, so another one may have moved or not yet made what it is about.',
  fix: 'Give the EnvoyFilter a priority, or use an operation that depends on nothing: INSERT_FIRST, MERGE or ADD.',
  *find(world) {
    for (const patch of patches(world)) {
      if (patch.priority !== 0 || !isRelative(patch) || patch.proxyVersion !== undefined) { continue; }
      yield { object: patch.object, path: patch.at.at('patch', 'operation').path, message: `${patch.operation} of an EnvoyFilter without priority` };
    }
  },
};
