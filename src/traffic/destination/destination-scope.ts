import type { CanaryVersion } from '../canary-version';

/** The part of a service for which something is said of the traffic to it. The narrowest holds. */
export interface DestinationScope {
  /**
   * The version of the service.
   * @default - every version
   */
  readonly version?: CanaryVersion;

  /**
   * The name of the service's port.
   * @default - every port
   */
  readonly port?: string;
}
