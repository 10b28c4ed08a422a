import { ALLOW_CLOSES_TCP_PORT } from './allow-closes-tcp-port';
import { ALLOWS_EVERYTHING } from './allows-everything';
import { DENY_CLOSES_TCP_PORT } from './deny-closes-tcp-port';
import { IDENTITY_WITHOUT_MTLS } from './identity-without-mtls';
import { INNER_WILDCARD } from './inner-wildcard';
import { TOKENS_THAT_NOBODY_READS } from './no-tokens';
import { PATHS_AS_THEY_COME } from './paths-as-they-come';
import { RELATIVE_PATH } from './relative-path';
import { POLICY_SELECTS_NOTHING } from './selects-nothing';
import { SERVICE_PORT_IN_POLICY } from './service-port';
import { SEVERAL_AUTHORIZERS } from './several-authorizers';
import { UNKNOWN_AUTHORIZER } from './unknown-authorizer';
import { UNKNOWN_POLICY_HOST } from './unknown-host';
import { UNKNOWN_METHOD } from './unknown-method';
import { UNKNOWN_NAMESPACE } from './unknown-namespace';
import { UNKNOWN_PRINCIPAL } from './unknown-principal';
import { UNKNOWN_TRUST_DOMAIN } from './unknown-trust-domain';
import type { Rule } from '../../rule';

/** What one object alone does not tell. */
export const ACROSS_OBJECTS: readonly Rule[] = [
  POLICY_SELECTS_NOTHING,
  UNKNOWN_NAMESPACE,
  UNKNOWN_METHOD,
  UNKNOWN_POLICY_HOST,
  IDENTITY_WITHOUT_MTLS,
  UNKNOWN_PRINCIPAL,
  UNKNOWN_TRUST_DOMAIN,
  ALLOWS_EVERYTHING,
  ALLOW_CLOSES_TCP_PORT,
  DENY_CLOSES_TCP_PORT,
  SERVICE_PORT_IN_POLICY,
  TOKENS_THAT_NOBODY_READS,
  INNER_WILDCARD,
  RELATIVE_PATH,
  PATHS_AS_THEY_COME,
  UNKNOWN_AUTHORIZER,
  SEVERAL_AUTHORIZERS,
];
