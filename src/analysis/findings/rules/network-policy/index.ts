import { NAMES_NOT_RESOLVED } from './names-not-resolved';
import { PROXY_CUT_OFF } from './proxy-cut-off';
import { NETWORK_POLICY_SELECTS_NOTHING } from './selects-nothing';
import type { Rule } from '../../rule';

export const NETWORK_POLICY_RULES: readonly Rule[] = [
  PROXY_CUT_OFF,
  NAMES_NOT_RESOLVED,
  NETWORK_POLICY_SELECTS_NOTHING,
];
