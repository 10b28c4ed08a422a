import { IMPOSSIBLE_TAG } from './impossible-tag';
import { MALFORMED_FILTER } from './malformed-filter';
import { SEVERAL_TRACINGS } from './several-tracings';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one Telemetry. */
export const TELEMETRY_ADMISSION_RULES: readonly Rule[] = [
  SEVERAL_TRACINGS,
  MALFORMED_FILTER,
  IMPOSSIBLE_TAG,
];
