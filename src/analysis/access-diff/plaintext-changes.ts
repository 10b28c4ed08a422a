import type { AccessChange } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { AlignedWorkload } from './aligned';
import type { Comparison, Version } from './comparison';
import { calleeOf } from './comparison';
import { exampleAmong } from './example';
import { judge } from './judge';
import { comparedPorts, portWords } from './ports';
import { requestOf } from './request-of';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import { AccessVerdict } from '../access/access-decision';
import { AccessProtocol } from '../access/access-operation';
import type { Request } from '../decision/request';
import type { Workload } from '../model';

const ANYONE: AccessClient = { kind: AccessClientKind.NO_IDENTITY, text: 'anyone without identity' };

/**
 * Ports of a callee at which plaintext is newly admitted, though AuthorizationPolicies still refuse all of it: the next one that does not
 * ask for an identity lets everybody in.
 */
export function plaintextChanges(comparison: Comparison, callee: AlignedWorkload): readonly AccessChange[] {
  const { before, after } = comparison;
  if (callee.before === undefined || callee.after === undefined) { return []; }
  const compared = comparedPorts(comparison, callee);
  const shifts = new Map<AccessVerdict, number[]>();
  for (const port of compared.all) {
    const [was, is] = [before, after].map(({ model }) =>
      judge(model, plaintext(callee, port), AccessChangeLayer.MUTUAL_TLS).verdict as AccessVerdict);
    const told = !isAnonymous(before, callee.before, port) && isAnonymous(after, callee.after, port);
    if (was !== AccessVerdict.DENY || is === AccessVerdict.DENY || told || comparison.allowance.admitsPlaintext(callee, port)) { continue; }
    shifts.set(is, [...shifts.get(is) ?? [], port]);
  }
  return [...shifts].map(([is, ports]): AccessChange => {
    const example = exampleAmong([plaintext(callee, ports[0])], before.model, after.model, AccessChangeLayer.MUTUAL_TLS, 'risen');
    return {
      layer: AccessChangeLayer.MUTUAL_TLS,
      clients: [ANYONE],
      ...calleeOf(callee),
      ports: portWords(ports, compared),
      operations: [{ protocol: AccessProtocol.ANY }],
      before: AccessVerdict.DENY,
      after: is,
      ...example === undefined ? {} : { example },
      causes: [],
    };
  });
}

function plaintext(callee: AlignedWorkload, port: number): Request {
  return requestOf(new Map(), { kind: 'outside' }, callee, port);
}

/** Whether the callee's side lets anything in of whom it knows no identity. */
function isAnonymous({ access }: Version, callee: Workload, port: number): boolean {
  const { algebra: { sets }, principal } = access.space;
  return !sets.isEmpty(sets.at(access.identityAccess(callee, port).may, principal, undefined));
}
