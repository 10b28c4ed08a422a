import type { End, Subject } from './ends';
import { isCaller, readSubject, workloadsOf } from './ends';
import type { Judgement } from './judge';
import { AccessVerdict } from '../analysis/access/access-decision';
import type { AccessCaller } from '../analysis/access/access-request';
import type { AccessGrant } from '../analysis/access-diff/access-grant';
import { sideText } from '../analysis/access-diff/difference-text';
import { operationText } from '../analysis/access-table';

/**
 * Whether nobody but some callers may reach a callee, as far as boundaries go: mutual TLS with AuthorizationPolicy, and NetworkPolicy.
 * ALLOW if that is so, DENY if somebody else may, UNKNOWN if manifests do not tell.
 */
export function judgeReachability(subject: Subject, to: End, callers: readonly (End | AccessCaller)[]): Judgement {
  const mesh = readSubject(subject);
  const named = callers.flatMap((caller): object[] => isCaller(caller) ? [caller._toJson()] : workloadsOf(caller, 'a caller').map(({ namespace, workload }) => ({ namespace, workload })));
  const others = workloadsOf(to, 'the callee').flatMap(({ namespace, workload }) => mesh._reachedBesides({ namespace, workload }, named));
  if (others.length === 0) { return { verdict: AccessVerdict.ALLOW, explanation: 'nobody else may reach it' }; }
  const certain = others.some(({ verdict }) => verdict === AccessVerdict.ALLOW);
  return { verdict: certain ? AccessVerdict.DENY : AccessVerdict.UNKNOWN, explanation: others.flatMap(grantLines).join('\n') };
}

function grantLines({ client, callee, port, operations, verdict, example, decidedBy, causes }: AccessGrant): readonly string[] {
  return [
    `${client.text} ${verdict === AccessVerdict.ALLOW ? 'may' : 'perhaps may'} reach ${callee.namespace}/${callee.workload}:${port}: ${operations.map(operationText).join('; ')}`,
    ...example === undefined ? [] : [`  such as ${example}`],
    ...decidedBy.map(side => `    ${sideText(side)}`),
    ...causes.map(cause => `  not known: ${cause}`),
  ];
}
