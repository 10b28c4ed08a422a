import type { FindingsResult } from './finding';
import type { Manifest } from '../manifest';

/** How an app answers for its own findings, without this half of the library knowing its constructs. */
export interface AppFindingsSource {
  /** Undefined for an app without a mesh. */
  find(manifests: readonly Manifest[]): FindingsResult | undefined;
}
