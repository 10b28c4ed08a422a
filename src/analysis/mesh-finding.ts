/** How much a finding matters. */
export enum FindingSeverity {
  /** It does not deploy, or is not what it says. */
  ERROR = 'error',
  /** It is most likely a mistake. */
  WARNING = 'warning',
  /** It is worth knowing. */
  INFO = 'info',
}

/** A mistake in manifests. */
export interface MeshFinding {
  /** Its code, such as 'MESH0440': what `Findings.acknowledge()` takes. */
  readonly code: string;
  /** What `istioctl analyze` and Kiali call it: codes such as 'IST0106' and 'KIA1104'. */
  readonly aliases: string[];
  readonly severity: FindingSeverity;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Where in the object, such as 'spec.http[0].route[0].weight'; '' is all of it. */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /**
   * The construct that wrote the object.
   * @default - it comes from no construct
   */
  readonly constructPath?: string;
  /**
   * Why it may be.
   * @default - nobody has acknowledged it
   */
  readonly reason?: string;
}
