/**
 * What happens at synth where manifests and declarations differ.
 */
export enum ProofMode {
  /** The synth fails, with every difference. */
  ERROR = 'error',
  /** The differences are printed to standard error, and the manifests are written. */
  WARNING = 'warning',
  /** Nothing is compared. */
  OFF = 'off',
}
