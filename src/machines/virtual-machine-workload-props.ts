import type { MachineGroup } from './machine-group';
import type { MtlsMode } from '../policies/mtls-mode';
import type { WorkloadPort } from '../workloads/workload-port';

/** A workload on machines outside of the cluster: on which ports, under which identity, where. */
export interface VirtualMachineWorkloadProps {
  /** The machines: fixed ones, or those that join. */
  readonly machines: MachineGroup;

  /**
   * The workload's name: that of its Service and ServiceAccount, and the value of its label `app`.
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The value of its label `version`.
   * @default 'v1'
   */
  readonly version?: string;

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
   * What the machines' proxies accept from callers. A port may differ, see `WorkloadPort`.
   * @default - what the namespace says
   */
  readonly mtls?: MtlsMode;
}
