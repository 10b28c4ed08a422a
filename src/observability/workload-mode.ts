/** Which side of a workload's traffic something is about. */
export enum WorkloadMode {
  /** Requests that the workload sends. */
  CLIENT = 'CLIENT',
  /** Requests that the workload gets. */
  SERVER = 'SERVER',
  /** Both. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
}
