import { VIRTUAL_SERVICE_ADMISSION_RULES } from './admission';
import { LONE_WEIGHT } from './lone-weight';
import type { Rule } from '../../rule';

export const VIRTUAL_SERVICE_RULES: readonly Rule[] = [
  ...VIRTUAL_SERVICE_ADMISSION_RULES,
  LONE_WEIGHT,
];
