import type { HttpMatch } from './http-match';
import type { Effect } from './traffic-model';

/** A feature as it is declared: its match may be asked at synth only. */
export interface FeatureDeclaration {
  /** For messages, such as 'the delay of 5s'. */
  readonly text: string;
  readonly when: HttpMatch | undefined;
  readonly effects: readonly Effect[];
  /** What is wrong with it in itself. */
  readonly problems: readonly (string | undefined)[];
}
