import { asksForHttp } from '../../../decision/authorization-rules';
import type { AuthorizationPolicy, PolicyRule, Workload } from '../../../model';
import type { Found } from '../../rule';
import { attachedPods } from '../../world/attached-pods';
import { tcpPorts } from '../../world/served-ports';
import type { World } from '../../world/world';

/** What a rule says of the TCP ports of a policy's workloads. */
export function* closedPorts(
  world: World, concerns: (policy: AuthorizationPolicy) => boolean,
  say: (workload: Workload, port: number, policy: AuthorizationPolicy) => Omit<Found, 'object'> | undefined,
): Iterable<Found> {
  for (const policy of world.model.authorizationPolicies.all) {
    if (policy.dryRun || policy.problems.length > 0 || !concerns(policy)) { continue; }
    for (const workload of attachedPods(world, policy)) {
      for (const port of tcpPorts(world, workload)) {
        const others = policy.action === 'ALLOW' && world.model.authorizationPolicies.in(workload.namespace).some(other =>
          other !== policy && other.action === 'ALLOW' && !other.dryRun && attachedPods(world, other).includes(workload)
            && other.rules.some(rule => !asksForHttp(rule) && mayBeAt(rule, port)));
        const said = others ? undefined : say(workload, port, policy);
        if (said !== undefined) { yield { object: policy, ...said }; }
      }
    }
  }
}

/** Whether a rule can match at a port. */
export function mayBeAt(rule: PolicyRule, port: number): boolean {
  return (rule.to ?? [new Map()]).some(operation => {
    const ports = operation.get('ports');
    return ports === undefined || ((ports.values.length === 0 || ports.values.includes(String(port))) && !ports.notValues.includes(String(port)));
  });
}

export function nameOf({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`;
}
