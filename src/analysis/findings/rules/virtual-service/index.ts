import { LONE_WEIGHT } from './lone-weight';
import type { Rule } from '../../rule';

export const VIRTUAL_SERVICE_RULES: readonly Rule[] = [
  LONE_WEIGHT,
];
