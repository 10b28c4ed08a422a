import { isRelative, patches } from './patches';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/ */
export const RELATIVE_OPERATION_WITH_VERSION: Rule = {
  code: 'MESH1146',
  severity: 'warning',
  aliases: ['IST0155'],
  title: 'patch for one version that depends on the order of patches',
  explanation: 'The patch is for proxies of some versions and depends on what is there already. While proxies are upgraded some have it and others have not, and what it is about may be elsewhere in the newer ones.',
  fix: 'Give the EnvoyFilter a priority, and try it against each version of the proxy.',
  *find(world) {
    for (const patch of patches(world)) {
      if (patch.priority !== 0 || !isRelative(patch) || patch.proxyVersion === undefined) { continue; }
      yield { object: patch.object, path: patch.at.at('patch', 'operation').path, message: `${patch.operation} for proxies of version ${patch.proxyVersion}, without priority` };
    }
  },
};
