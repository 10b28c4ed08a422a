import { ACROSS_OBJECTS } from './across-objects';
import { AUTHORIZATION_POLICY_ADMISSION_RULES } from './admission';
import type { Rule } from '../../rule';

export const AUTHORIZATION_POLICY_RULES: readonly Rule[] = [
  ...AUTHORIZATION_POLICY_ADMISSION_RULES,
  ...ACROSS_OBJECTS,
];
