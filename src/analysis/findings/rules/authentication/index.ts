import { ACROSS_OBJECTS } from './across-objects';
import { AUTHENTICATION_ADMISSION_RULES } from './admission';
import type { Rule } from '../../rule';

/** Of PeerAuthentication and RequestAuthentication. */
export const AUTHENTICATION_RULES: readonly Rule[] = [
  ...AUTHENTICATION_ADMISSION_RULES,
  ...ACROSS_OBJECTS,
];
