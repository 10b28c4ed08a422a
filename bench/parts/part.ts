import type { Options } from '../options';
import type { Results } from '../results';

/** What a part of the measurement works with. */
export interface Bench {
  readonly options: Options;
  /** A folder for whatever it writes. */
  readonly folder: string;
  readonly results: Results;
}

/** Measures some of it. */
export type Part = (bench: Bench) => void | Promise<void>;
