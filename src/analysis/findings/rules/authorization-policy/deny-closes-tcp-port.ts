import { closedPorts, mayBeAt } from './tcp-ports';
import { isHttpOnlyCondition, isHttpOnlyOperation, isHttpOnlySource } from '../../../decision/authorization-inputs';
import { asksForHttp } from '../../../decision/authorization-rules';
import type { PolicyRule } from '../../../model';
import { describe } from '../../../model';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/ */
export const DENY_CLOSES_TCP_PORT: Rule = {
  code: 'MESH0972',
  severity: 'warning',
  aliases: [],
  title: 'TCP port that a denial of requests closes',
  explanation: 'On a port whose Service says TCP there are no methods, paths or tokens: what a denial asks of them is left out there, so that it denies every connection that is left.',
  fix: 'Name the ports that are meant, or say by the name of the Service\'s port that it speaks HTTP.',
  find: world => closedPorts(world, policy => policy.action === 'DENY',
    (workload, port, policy) => {
      const i = policy.rules.findIndex(rule => widensToPort(rule, port));
      return i < 0 ? undefined : {
        path: `spec.rules[${i}]`,
        message: `what it asks of requests is left out at port ${port} of ${describe(workload)}, which is TCP, so that every connection there is denied`,
      };
    }),
};

/** Whether nothing is left of the rule at a TCP port but the port itself. */
function widensToPort(rule: PolicyRule, port: number): boolean {
  return asksForHttp(rule) && mayBeAt(rule, port)
    && (rule.from ?? [new Map()]).some(source => [...source.keys()].every(isHttpOnlySource))
    && (rule.to ?? [new Map()]).some(operation => [...operation.keys()].every(field => isHttpOnlyOperation(field) || field === 'ports'))
    && rule.when.every(({ key }) => isHttpOnlyCondition(key));
}
