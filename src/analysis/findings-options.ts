import type { MeshAccessOptions } from './access/mesh-access-options';

/** What is not in the manifests that are looked at. */
export interface MeshFindingsOptions extends MeshAccessOptions {
  /**
   * The release of Istio that the manifests are for, such as '1.30' or '1.30.3'; one that is not known is an error.
   * @default 1.30
   */
  readonly istioVersion?: string;
}
