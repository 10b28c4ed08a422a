import { closedPorts } from './tcp-ports';
import { asksForHttp } from '../../../decision/authorization-rules';
import { describe } from '../../../model';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/tasks/security/authorization/authz-tcp/ */
export const ALLOW_CLOSES_TCP_PORT: Rule = {
  code: 'MESH0971',
  severity: 'warning',
  aliases: [],
  title: 'TCP port that rules for HTTP close',
  explanation: 'On a port whose Service says TCP there are no methods, paths or tokens: a rule that asks for them is lost there, and where all rules of a policy are, '
    + 'it still is a policy, which then allows nothing.',
  fix: 'Add a rule for the port with from and ports only, or say by the name of the Service\'s port that it speaks HTTP.',
  find: world => closedPorts(world, policy => policy.action === 'ALLOW' && policy.rules.length > 0 && policy.rules.every(asksForHttp),
    (workload, port) => ({
      message: `its rules ask for HTTP, so they allow nothing at port ${port} of ${describe(workload)}, which is TCP`,
    })),
};
