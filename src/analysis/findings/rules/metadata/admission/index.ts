import { EMPTY_SELECTOR } from './empty-selector';
import { IMPOSSIBLE_SELECTOR } from './impossible-selector';
import { INTERNAL_ANNOTATION } from './internal-annotation';
import { MALFORMED_EXPORT } from './malformed-export';
import { MISPLACED_DRY_RUN } from './misplaced-dry-run';
import { REPEATED_EXPORT } from './repeated-export';
import { TARGET_OF_ANOTHER_KIND } from './target-of-another-kind';
import type { Rule } from '../../../rule';

/** What istiod's webhook would say of the metadata of one object, and of what all kinds have in common. */
export const METADATA_ADMISSION_RULES: readonly Rule[] = [
  MISPLACED_DRY_RUN,
  INTERNAL_ANNOTATION,
  IMPOSSIBLE_SELECTOR,
  EMPTY_SELECTOR,
  TARGET_OF_ANOTHER_KIND,
  MALFORMED_EXPORT,
  REPEATED_EXPORT,
];
