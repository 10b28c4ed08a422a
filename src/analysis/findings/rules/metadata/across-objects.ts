import { ACKNOWLEDGED_WITHOUT_REASON } from './acknowledged-without-reason';
import { CAPITAL_LETTERS } from './capital-letters';
import { DEPRECATED_ANNOTATION } from './deprecated-annotation';
import { EXPORT_TO_NOBODY } from './export-to-nobody';
import { INEFFECTIVE_SELECTOR } from './ineffective-selector';
import { INVALID_ANNOTATION } from './invalid-annotation';
import { MISPLACED_ANNOTATION } from './misplaced-annotation';
import { UNKNOWN_ANNOTATION } from './unknown-annotation';
import type { Rule } from '../../rule';

/** What Istio's webhook does not say of one object. */
export const ACROSS_OBJECTS: readonly Rule[] = [
  MISPLACED_ANNOTATION,
  UNKNOWN_ANNOTATION,
  INVALID_ANNOTATION,
  DEPRECATED_ANNOTATION,
  INEFFECTIVE_SELECTOR,
  EXPORT_TO_NOBODY,
  ACKNOWLEDGED_WITHOUT_REASON,
  CAPITAL_LETTERS,
];
