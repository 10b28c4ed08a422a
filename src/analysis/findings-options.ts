import type { MeshAccessOptions } from './access/mesh-access-options';

/** What is not in the manifests that are looked at. */
export interface MeshFindingsOptions extends MeshAccessOptions {
  /**
   * The release of Istio that the manifests are for, such as '1.30'.
   * @default 1.30
   */
  readonly istioVersion?: string;
}
