/**
 * A level of the Pod Security Standards.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** Anything goes. */
  PRIVILEGED = 'privileged',
  /** No known way to gain privileges. */
  BASELINE = 'baseline',
  /** Hardened. */
  RESTRICTED = 'restricted',
}

/** What Pod Security does with the pods of a namespace. */
export interface PodSecurity {
  /**
   * Pods below this level are refused.
   * @default - RESTRICTED where the platform has istio-cni; PRIVILEGED where it has not, since every injected pod then has an
   * init container that runs as root with NET_ADMIN and NET_RAW
   */
  readonly enforce?: PodSecurityLevel;

  /**
   * Pods below this level are admitted with a warning to the user.
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly warn?: PodSecurityLevel;

  /**
   * Pods below this level are noted in the audit log.
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly audit?: PodSecurityLevel;
}
