import type { IConstruct } from 'constructs';
import type { PodTemplateProps } from './pod-template-props';
import type { WorkloadController } from './workload-controller';
import type { WorkloadPort } from './workload-port';
import type { Mechanism } from '../mesh/mechanism';
import type { MtlsMode } from '../policies/mtls-mode';

/** A workload: what runs, on which ports, under which identity. */
export interface LeastPrivilegeWorkloadProps extends PodTemplateProps {
  /**
   * The workload's name: that of its Service and the value of its pods' label `app`.
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The value of the pods' label `version`.
   * @default 'v1'
   */
  readonly version?: string;

  /**
   * What makes the pods: a Deployment, a StatefulSet, a DaemonSet, a Job or a CronJob.
   * @default - WorkloadController.deployment(); an existing `workload` is what it is
   */
  readonly controller?: WorkloadController;

  /**
   * Existing workloads that are further versions of `workload`: they carry the same label `app` and run under the same
   * service account, so that Service and policies hold for them too. Versions with identities of their own, or with shares
   * of the traffic, are for a `CanaryService`.
   * @default - none
   */
  readonly otherVersions?: IConstruct[];

  /**
   * An existing Service of the same namespace that selects the workload's pods; it says the ports. It may point to ports of
   * the containers by name.
   * @default - a Service is created if there are ports
   */
  readonly existingService?: IConstruct;

  /**
   * The same for several, such as one for callers and a headless one by which pods find each other. Callers know the workload by
   * the first, and their proxies know all of them.
   * @default - `existingService`
   */
  readonly existingServices?: IConstruct[];

  /**
   * The one port, which speaks HTTP, 1–65535. For other ports use `ports`.
   * @default - no port: a workload that only calls
   */
  readonly port?: number;

  /**
   * The ports, typed by what they speak.
   * @default - `port`
   */
  readonly ports?: WorkloadPort[];

  /**
   * The mechanisms by which calls of and to the workload are enforced.
   * @default - those of the namespace
   */
  readonly enforce?: Mechanism[];

  /**
   * What the workload's proxy accepts from callers. A port may differ, see `WorkloadPort`.
   * @default - what its namespace says
   */
  readonly mtls?: MtlsMode;

  /**
   * Hosts that the workload's proxy may know beside the services that it calls, as `namespace/host`. They are no part of
   * the declared calls: each is a widening.
   * @default - those of the namespace
   */
  readonly extraSidecarHosts?: string[];
}
