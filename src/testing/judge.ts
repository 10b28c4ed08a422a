import type { End, FoundWorkload, Subject } from './ends';
import { isCaller, readSubject, workloadsOf } from './ends';
import type { TestedRequest } from './request';
import type { AccessDecision } from '../analysis/access/access-decision';
import { AccessVerdict } from '../analysis/access/access-decision';
import { AccessCaller } from '../analysis/access/access-request';
import { explainDecision } from '../analysis/access/explain';

/** The answer to a question of a test, and the words for it. */
export interface Judgement {
  readonly verdict: AccessVerdict;
  readonly explanation: string;
}

/**
 * What happens to a request. Of several workloads at the caller's end all must be answered alike; at the callee's end it is
 * allowed if it reaches one of them.
 */
export function judge(subject: Subject, from: End | AccessCaller, request: TestedRequest, to: End): Judgement {
  const mesh = readSubject(subject);
  const callers = isCaller(from) ? [from] : workloadsOf(from, 'the caller').map(({ namespace, workload }) => AccessCaller.workload(namespace, workload));
  const callees = workloadsOf(to, 'the callee');
  const answers = callers.map(caller => {
    const asked = callees.map(callee => ({ callee, decision: mesh.decide({ ...asRequest(request, callee), from: caller }) }));
    const first = (verdict: AccessVerdict): typeof asked[number] | undefined => asked.find(({ decision }) => decision.verdict === verdict);
    const best = first(AccessVerdict.ALLOW) ?? first(AccessVerdict.UNKNOWN) ?? asked[0];
    return { caller, ...best };
  });
  const verdicts = new Set(answers.map(({ decision }) => decision.verdict));
  return {
    verdict: verdicts.size === 1 ? answers[0].decision.verdict : AccessVerdict.UNKNOWN,
    explanation: answers.map(({ caller, callee, decision }) => explain(caller, request, callee, decision)).join('\n'),
  };
}

function asRequest(request: TestedRequest, callee: FoundWorkload): Parameters<ReturnType<typeof readSubject>['decide']>[0] {
  const { method, path, host, headers, claims } = request;
  return {
    from: AccessCaller.outside(),
    to: { namespace: callee.namespace, workload: callee.workload },
    port: request.port ?? onlyPort(callee),
    ...method === undefined ? {} : { method },
    ...path === undefined ? {} : { path },
    ...host === undefined ? {} : { host },
    ...headers === undefined ? {} : { headers },
    ...claims === undefined ? {} : { claims },
  };
}

function onlyPort({ namespace, workload, ports }: FoundWorkload): number {
  const distinct = [...new Set(ports)];
  if (distinct.length === 1) { return distinct[0]; }
  const has = ports === undefined ? 'is given by name only' : distinct.length === 0 ? 'declares no port' : `has the ports ${distinct.join(', ')}`;
  throw new TypeError(`${namespace}/${workload} ${has}: say which port the request is for, as in HttpRequest.get('/x', { port: 8080 })`);
}

function explain(caller: AccessCaller, request: TestedRequest, callee: FoundWorkload, decision: AccessDecision): string {
  const from = Object.entries(caller._toJson());
  const who = from.map(([key, value]) => value === true ? key : String(value)).join('/');
  const what = request.method === undefined ? 'TCP' : `${request.method} ${request.path ?? '/'}`;
  return `${who} -> ${what} -> ${callee.namespace}/${callee.workload}\n${explainDecision(decision)}`;
}
