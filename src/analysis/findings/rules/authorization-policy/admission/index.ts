import { CONDITION_WITHOUT_VALUES } from './condition-without-values';
import { DENIAL_OF_NOTHING } from './denial-of-nothing';
import { EMPTY_SOURCE_OR_OPERATION } from './empty-source-or-operation';
import { IDENTITY_IN_CUSTOM } from './identity-in-custom';
import { INCOMPLETE_CUSTOM } from './incomplete-custom';
import { MALFORMED_PATH_TEMPLATE } from './malformed-path-template';
import { MALFORMED_VALUE } from './malformed-value';
import { PROVIDER_OF_ANOTHER_ACTION } from './provider-of-another-action';
import { UNKNOWN_CONDITION } from './unknown-condition';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of one AuthorizationPolicy. */
export const AUTHORIZATION_POLICY_ADMISSION_RULES: readonly Rule[] = [
  INCOMPLETE_CUSTOM,
  PROVIDER_OF_ANOTHER_ACTION,
  IDENTITY_IN_CUSTOM,
  DENIAL_OF_NOTHING,
  EMPTY_SOURCE_OR_OPERATION,
  MALFORMED_VALUE,
  MALFORMED_PATH_TEMPLATE,
  CONDITION_WITHOUT_VALUES,
  UNKNOWN_CONDITION,
];
