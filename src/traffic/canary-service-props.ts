import type { Mechanism } from '../mesh/mechanism';
import type { MtlsMode } from '../policies/mtls-mode';
import type { WorkloadPort } from '../workloads/workload-port';

/** A service whose versions share its traffic. */
export interface CanaryServiceProps {
  /**
   * The Service's name and the value of the pods' label `app`.
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The one port, which speaks HTTP, 1–65535. For other ports use `ports`.
   * @default - `ports` must be given
   */
  readonly port?: number;

  /**
   * The ports, typed by what they speak.
   * @default - `port`
   */
  readonly ports?: WorkloadPort[];

  /**
   * The mechanisms by which calls of and to the versions are enforced.
   * @default - those of the namespace
   */
  readonly enforce?: Mechanism[];

  /**
   * What the versions' proxies accept from callers. A port may differ, see `WorkloadPort`.
   * @default - what its namespace says
   */
  readonly mtls?: MtlsMode;

  /**
   * Hosts that the versions' proxies may know beside the services that they call, as `namespace/host`. They are no part of
   * the declared calls: each is a widening.
   * @default - those of the namespace
   */
  readonly extraSidecarHosts?: string[];
}
