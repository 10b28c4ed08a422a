import { DESTINATION_RULE_ADMISSION_RULES } from './admission';
import { POLICY_BESIDE_WAYPOINT } from './beside-waypoint';
import { CREDENTIAL_AT_SIDECARS } from './credential-at-sidecars';
import { RULE_FOR_SHORT_NAME } from './dotted-short-name';
import { DOUBLE_TLS } from './double-tls';
import { EMPTY_TLS } from './empty-tls';
import { HIDDEN_BY_NARROW } from './hidden-by-narrow';
import { IGNORED_CERTIFICATES } from './ignored-certificates';
import { MESH_TLS_LOST } from './mesh-tls-lost';
import { RULE_WITHOUT_HOST } from './missing-host';
import { PROXYLESS_CALLEE } from './proxyless-callee';
import { REPEATED_PORT } from './repeated-port';
import { RULE_OF_NOBODY } from './rule-of-nobody';
import { RULE_OUTDONE } from './rule-outdone';
import { RULES_NOT_MERGED } from './rules-not-merged';
import { SELECTOR_WITHOUT_PODS } from './selector-without-pods';
import { SETTINGS_FOR_NO_PORT } from './settings-for-no-port';
import { SETTINGS_NOT_INHERITED } from './settings-not-inherited';
import { SUBSET_OF_ALL } from './subset-of-all';
import { SUBSET_WITHOUT_PODS } from './subset-without-pods';
import { TLS_MODE_DISABLED } from './tls-mode-disabled';
import { TLS_REFUSED } from './tls-refused';
import { UNVERIFIED_SERVER } from './unverified-server';
import { POLICY_WITHOUT_WAYPOINT } from './without-waypoint';
import type { Rule } from '../../rule';

export const DESTINATION_RULE_RULES: readonly Rule[] = [
  ...DESTINATION_RULE_ADMISSION_RULES,
  RULE_WITHOUT_HOST,
  SUBSET_WITHOUT_PODS,
  SUBSET_OF_ALL,
  UNVERIFIED_SERVER,
  RULES_NOT_MERGED,
  MESH_TLS_LOST,
  TLS_MODE_DISABLED,
  TLS_REFUSED,
  POLICY_WITHOUT_WAYPOINT,
  POLICY_BESIDE_WAYPOINT,
  RULE_FOR_SHORT_NAME,
  RULE_OUTDONE,
  PROXYLESS_CALLEE,
  CREDENTIAL_AT_SIDECARS,
  EMPTY_TLS,
  IGNORED_CERTIFICATES,
  REPEATED_PORT,
  SETTINGS_FOR_NO_PORT,
  SETTINGS_NOT_INHERITED,
  DOUBLE_TLS,
  SELECTOR_WITHOUT_PODS,
  RULE_OF_NOBODY,
  HIDDEN_BY_NARROW,
];
