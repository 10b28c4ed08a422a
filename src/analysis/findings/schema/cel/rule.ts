/** A rule of a CRD, translated from CEL. */
export interface CelRule {
  /** What the API server says where the rule does not hold, without a full stop. */
  readonly message: string;
  /** Whether it holds. Throws where an expression of CEL fails, as it does on a field that is absent; the rule does not hold then. */
  readonly holds: (self: any) => boolean;
}
