import { ruleInputs } from './inputs';
import type { Rule } from '../../../rule';
import { subnetProblem } from '../../../validation/addresses';
import { serviceAccountProblem, trustDomainProblem, wildcardProblem } from '../../../validation/identities';
import { policyPortProblem } from '../../../validation/ports';

const CHECKS: ReadonlyMap<string, (value: string) => string | undefined> = new Map([
  ...['ipBlocks', 'remoteIpBlocks', 'source.ip', 'remote.ip', 'destination.ip'].map(name => [name, subnetProblem] as const),
  ...['ports', 'destination.port'].map(name => [name, policyPortProblem] as const),
  ...['serviceAccounts', 'source.serviceAccount'].map(name => [name, serviceAccountProblem] as const),
  ['trustDomains', trustDomainProblem],
  ['source.trustDomain', wildcardProblem],
]);
/** How many service accounts a list may have. */
const MOST_ACCOUNTS = 16;

export const MALFORMED_VALUE: Rule = {
  code: 'MESH0906',
  severity: 'error',
  aliases: ['IST0106'],
  title: 'value that nothing can have',
  explanation: 'Rules match addresses and blocks of them, ports by their numbers, and service accounts as namespace/name without wildcards. Istio refuses others, and empty values.',
  fix: 'Write the value as the message says.',
  *find(world) {
    for (const { object, at, name } of ruleInputs(world)) {
      if (!Array.isArray(at.value)) { continue; }
      const check = CHECKS.get(name);
      for (let i = 0; i < at.length; i++) {
        const value: unknown = at.value[i];
        const message = typeof value !== 'string' ? undefined : value === '' ? 'an empty value matches nothing' : check?.(value);
        if (message !== undefined) { yield { object, path: at.item(i).path, message }; }
      }
      if (check === serviceAccountProblem && at.length > MOST_ACCOUNTS) {
        yield { object, path: at.path, message: `${at.length} service accounts are more than ${MOST_ACCOUNTS}` };
      }
    }
  },
};
