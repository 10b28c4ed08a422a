import { attachedTo } from '../../../decision/attachment';
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
        const said = policy.action === 'ALLOW' && isDecidedByOthers(world, policy, workload, port) ? undefined : say(workload, port, policy);
        if (said !== undefined) { yield { object: policy, ...said }; }
      }
    }
  }
}

/** Whether another policy opens the port, or closes all that nobody opens: then it is closed on purpose. */
function isDecidedByOthers({ model }: World, policy: AuthorizationPolicy, workload: Workload, port: number): boolean {
  return attachedTo(model.authorizationPolicies, workload, model).some(other => other !== policy && other.action === 'ALLOW' && !other.dryRun
    && (other.rules.length === 0 || other.rules.some(rule => !asksForHttp(rule) && mayBeAt(rule, port))));
}

/** Whether a rule can match at a port. */
export function mayBeAt(rule: PolicyRule, port: number): boolean {
  return (rule.to ?? [new Map()]).some(operation => {
    const ports = operation.get('ports');
    return ports === undefined || ((ports.values.length === 0 || ports.values.includes(String(port))) && !ports.notValues.includes(String(port)));
  });
}
