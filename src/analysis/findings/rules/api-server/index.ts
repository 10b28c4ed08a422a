import { BROKEN_RULE } from './broken-rule';
import { DUPLICATE_ITEM } from './duplicate-item';
import { EXCLUDED_FIELDS } from './excluded-fields';
import { INVALID_METADATA } from './invalid-metadata';
import { INVALID_OBJECT } from './invalid-object';
import { MALFORMED_TEXT } from './malformed-text';
import { MISSING_FIELD } from './missing-field';
import { OUT_OF_BOUNDS } from './out-of-bounds';
import { UNKNOWN_FIELD } from './unknown-field';
import { UNKNOWN_KIND } from './unknown-kind';
import { UNKNOWN_VALUE } from './unknown-value';
import { WRONG_TYPE } from './wrong-type';
import type { Rule } from '../../rule';

export const API_SERVER_RULES: readonly Rule[] = [
  UNKNOWN_KIND,
  UNKNOWN_FIELD,
  WRONG_TYPE,
  MISSING_FIELD,
  UNKNOWN_VALUE,
  MALFORMED_TEXT,
  OUT_OF_BOUNDS,
  EXCLUDED_FIELDS,
  DUPLICATE_ITEM,
  BROKEN_RULE,
  INVALID_METADATA,
  INVALID_OBJECT,
];
