import { ACROSS_OBJECTS } from './across-objects';
import type { Rule } from '../../rule';

export const AUTHORIZATION_POLICY_RULES: readonly Rule[] = [
  ...ACROSS_OBJECTS,
];
