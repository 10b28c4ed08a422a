/**
 * What happens at synth with what is found wrong in the manifests.
 */
export enum FindingsMode {
  /** The synth fails with every error that nobody has acknowledged; warnings are printed to standard error. */
  ERROR = 'error',
  /** Errors and warnings are printed to standard error, and the manifests are written. */
  WARNING = 'warning',
  /** Nothing is looked for. */
  OFF = 'off',
}
