import { ADDRESS_TWICE } from './address-twice';
import { BACKEND_MISSING } from './backend-missing';
import { BACKEND_PORT } from './backend-port';
import { CERTIFICATE_MISSING } from './certificate-missing';
import { GRANT_TO_NOBODY } from './grant-to-nobody';
import { IDLE_GATEWAY } from './idle-gateway';
import { KIND_NOT_TAKEN } from './kind-not-taken';
import { LISTENERS_ALIKE } from './listeners-alike';
import { MATCH_TWICE } from './match-twice';
import { NO_COMMON_HOST } from './no-common-host';
import { NO_LISTENER } from './no-listener';
import { PARENT_MISSING } from './parent-missing';
import { UNKNOWN_CLASS } from './unknown-class';
import type { Rule } from '../../rule';

export const GATEWAY_API_RULES: readonly Rule[] = [
  PARENT_MISSING,
  BACKEND_MISSING,
  LISTENERS_ALIKE,
  ADDRESS_TWICE,
  UNKNOWN_CLASS,
  GRANT_TO_NOBODY,
  NO_LISTENER,
  NO_COMMON_HOST,
  KIND_NOT_TAKEN,
  BACKEND_PORT,
  CERTIFICATE_MISSING,
  IDLE_GATEWAY,
  MATCH_TWICE,
];
