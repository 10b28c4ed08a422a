import { PORT_OF_NOTHING } from './port-of-nothing';
import { SELECTOR_IN_ROOT_NAMESPACE } from './selector-in-root-namespace';
import { AUTHENTICATION_SELECTS_NOTHING } from './selects-nothing';
import { SEVERAL_FOR_NAMESPACE } from './several-for-namespace';
import { SEVERAL_FOR_WORKLOAD } from './several-for-workload';
import { STRICT_IN_DISABLED_NAMESPACE } from './strict-in-disabled-namespace';
import { STRICT_WITHOUT_CALLERS } from './strict-without-mtls-callers';
import { TOKENS_NOT_REQUIRED } from './tokens-not-required';
import type { Rule } from '../../rule';

/** What one object alone does not tell. */
export const ACROSS_OBJECTS: readonly Rule[] = [
  SEVERAL_FOR_NAMESPACE,
  SEVERAL_FOR_WORKLOAD,
  AUTHENTICATION_SELECTS_NOTHING,
  STRICT_WITHOUT_CALLERS,
  SELECTOR_IN_ROOT_NAMESPACE,
  PORT_OF_NOTHING,
  STRICT_IN_DISABLED_NAMESPACE,
  TOKENS_NOT_REQUIRED,
];
