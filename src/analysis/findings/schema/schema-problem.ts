/**
 * What the API server would refuse:
 * - `unknown-kind`: the kind, or its version, is not served
 * - `unknown-field`: a field that the schema does not have
 * - `type`: a value of another type
 * - `required`: a field that is missing, or empty where it must not be
 * - `enum`: a value that is none of a list
 * - `format`: a text that is not of a form, such as a pattern or a name
 * - `bounds`: a value that is too small or too large, too short or too long, too few or too many
 * - `choice`: fields that exclude each other
 * - `duplicate`: an item that is twice in a list of distinct ones
 * - `rule`: a rule of the CRD, in CEL, that does not hold
 * - `metadata`: a name, a label or another part of the metadata
 * - `object`: what the API server checks in an object of its own beyond the types of fields
 */
export type ProblemKind = 'unknown-kind' | 'unknown-field' | 'type' | 'required' | 'enum' | 'format' | 'bounds' | 'choice' | 'duplicate' | 'rule'
| 'metadata' | 'object';

/** Something for which the API server would refuse an object. */
export interface SchemaProblem {
  readonly kind: ProblemKind;
  /** Where: `spec.http[0].route`; '' is the object as a whole. */
  readonly path: string;
  /** What is wrong there, with the value, without a full stop. */
  readonly message: string;
}
