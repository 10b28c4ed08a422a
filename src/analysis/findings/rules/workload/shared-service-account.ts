import { matchesPrincipal, spiffe } from '../../../decision/match/identities';
import type { Workload } from '../../../model';
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
    const told = new Set<string>();
    for (const { policy, at, value, negated } of valuesOf(world, 'principals', 'source.principal')) {
      if (policy.action !== 'ALLOW' || policy.dryRun || negated || value.includes('*')) { continue; }
      for (const { namespace, account, apps } of shared) {
        if (!matchesPrincipal(value.replace(/^[^/]*/, 'any'), spiffe('any', namespace, account)) || told.has(`${policy.namespace}/${policy.name} ${value}`)) { continue; }
        told.add(`${policy.namespace}/${policy.name} ${value}`);
        yield { object: policy, path: at.path, message: `${apps.join(' and ')} of namespace ${namespace} all run as ${account}, and are all admitted` };
      }
    }
  },
};

interface SharedAccount {
  readonly namespace: string;
  readonly account: string;
  readonly apps: readonly string[];
}

function sharedAccounts({ model }: World): readonly SharedAccount[] {
  const apps = new Map<string, Map<string, Workload>>();
  for (const workload of model.workloads.all) {
    const key = `${workload.namespace}/${workload.serviceAccount}`;
    const app = workload.labels.get('service.istio.io/canonical-name') ?? workload.labels.get('app.kubernetes.io/name') ?? workload.labels.get('app') ?? workload.name;
    apps.set(key, (apps.get(key) ?? new Map<string, Workload>()).set(app, workload));
  }
  return [...apps].filter(([, found]) => found.size > 1).map(([key, found]) => {
    const [namespace, account] = key.split('/');
    return { namespace, account, apps: [...found.keys()].sort() };
  });
}
