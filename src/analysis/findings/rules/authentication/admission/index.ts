import { MALFORMED_JWKS } from './malformed-jwks';
import { NO_ISSUER } from './no-issuer';
import { PRIVATE_JWKS } from './private-jwks';
import { TOO_PRECISE_TIMEOUT } from './too-precise-timeout';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one RequestAuthentication; the rest, and all of PeerAuthentications, the API server says. */
export const AUTHENTICATION_ADMISSION_RULES: readonly Rule[] = [
  NO_ISSUER,
  MALFORMED_JWKS,
  PRIVATE_JWKS,
  TOO_PRECISE_TIMEOUT,
];
