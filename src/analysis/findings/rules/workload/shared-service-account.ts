import type { Rule } from '../../rule';
import type { World } from '../../world/world';
import { valuesOf } from '../authorization-policy/written-values';

/** @see https://istio.io/latest/docs/concepts/security/#istio-identity */
export const SHARED_SERVICE_ACCOUNT: Rule = {
  code: 'MESH0272',
  severity: 'warning',
  aliases: [],
  title: 'grant that others share',
  explanation: 'An identity is a service account, not a workload. A rule that admits it admits everything that runs under it: here workloads of different applications do.',
  fix: 'Give each application a service account of its own.',
  *find(world) {
    const shared = world.once(sharedAccounts);
    if (shared.size === 0) { return; }
    const told = new Set<string>();
    for (const { policy, at, value, negated } of valuesOf(world, 'principals', 'source.principal')) {
      const [, namespace, account] = /^[^/]*\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(value) ?? [];
      const apps = shared.get(`${namespace}/${account}`);
      const grant = `${policy.namespace}/${policy.name} ${value}`;
      if (apps === undefined || policy.action !== 'ALLOW' || policy.dryRun || negated || told.has(grant)) { continue; }
      told.add(grant);
      yield { object: policy, path: at.path, message: `${apps.join(' and ')} of namespace ${namespace} all run as ${account}, and are all admitted` };
    }
  },
};

/** The applications of each service account that has several, by `namespace/account`. */
function sharedAccounts({ model }: World): ReadonlyMap<string, readonly string[]> {
  const apps = new Map<string, Set<string>>();
  for (const { namespace, serviceAccount, labels, name } of model.workloads.all) {
    const app = labels.get('service.istio.io/canonical-name') ?? labels.get('app.kubernetes.io/name') ?? labels.get('app') ?? name;
    const key = `${namespace}/${serviceAccount}`;
    const known = apps.get(key);
    if (known === undefined) { apps.set(key, new Set([app])); } else { known.add(app); }
  }
  return new Map([...apps].filter(([, found]) => found.size > 1).map(([key, found]) => [key, [...found].sort()]));
}
