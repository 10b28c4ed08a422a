import { ACTION_UNREAD } from './action-unread';
import { MISSING_WAYPOINT } from './missing-waypoint';
import { REQUESTS_WITHOUT_TARGET } from './requests-without-target';
import { TARGET_WITHOUT_WAYPOINT } from './target-without-waypoint';
import { TRUST_DOMAINS_UNREAD } from './trust-domains-unread';
import { WAYPOINT_OF_OTHERS } from './waypoint-of-others';
import type { Rule } from '../../rule';

export const AMBIENT_RULES: readonly Rule[] = [
  REQUESTS_WITHOUT_TARGET,
  TARGET_WITHOUT_WAYPOINT,
  WAYPOINT_OF_OTHERS,
  MISSING_WAYPOINT,
  TRUST_DOMAINS_UNREAD,
  ACTION_UNREAD,
];
