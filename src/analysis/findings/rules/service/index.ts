import { EXTERNAL_NAME_PORT } from './external-name-port';
import { PORT_WITHOUT_PROTOCOL } from './port-without-protocol';
import { SERVICE_SELECTS_NOTHING } from './selects-nothing';
import { TARGET_OF_NOTHING } from './target-of-nothing';
import { UNKNOWN_APP_PROTOCOL } from './unknown-app-protocol';
import type { Rule } from '../../rule';

export const SERVICE_RULES: readonly Rule[] = [
  PORT_WITHOUT_PROTOCOL,
  UNKNOWN_APP_PROTOCOL,
  TARGET_OF_NOTHING,
  EXTERNAL_NAME_PORT,
  SERVICE_SELECTS_NOTHING,
];
