import { ACROSS_OBJECTS } from './across-objects';
import { METADATA_ADMISSION_RULES } from './admission';
import type { Rule } from '../../rule';

export const METADATA_RULES: readonly Rule[] = [
  ...METADATA_ADMISSION_RULES,
  ...ACROSS_OBJECTS,
];
