/**
 * Where an object was read from.
 */
export interface Origin {
  /** The file, as the reader was given it. */
  readonly file?: string;
  /** The line of the file on which the object begins, from 1. */
  readonly line?: number;
  /** The construct that emitted the object. */
  readonly constructPath?: string;
}

/**
 * One object as the API server would get it, and where it comes from.
 */
export interface Manifest {
  readonly object: unknown;
  readonly origin?: Origin;
}

/**
 * Something in the input that the model could not read.
 */
export interface Problem {
  readonly message: string;
  /** The object that is meant, as `Kind namespace/name`. */
  readonly object?: string;
  readonly origin?: Origin;
}
