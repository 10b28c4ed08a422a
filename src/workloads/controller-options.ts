import type { Cron, Duration, Size } from 'cdk8s';
import type { ConcurrencyPolicy, DeploymentStrategy, PersistentVolumeAccessMode, PodManagementPolicy, StatefulSetUpdateStrategy } from 'cdk8s-plus-27';

/** How a Deployment replaces its pods. */
export interface DeploymentOptions {
  /**
   * How pods are replaced.
   * @default - rolling update
   */
  readonly strategy?: DeploymentStrategy;

  /**
   * How long a new pod must be ready before it counts.
   * @default Duration.seconds(0)
   */
  readonly minReady?: Duration;

  /**
   * How long a change may take before it counts as failed.
   * @default Duration.seconds(600)
   */
  readonly progressDeadline?: Duration;
}

/** Storage that each pod of a StatefulSet gets for itself, and keeps when it is replaced. */
export interface VolumeClaim {
  /** The claim's name, a DNS label: each pod's PersistentVolumeClaim is named after it and the pod. */
  readonly name: string;

  /** Where the first container mounts it, an absolute path. */
  readonly mountPath: string;

  /** How much storage is asked for. */
  readonly storage: Size;

  /**
   * The class of the storage.
   * @default - the cluster's default
   */
  readonly storageClassName?: string;

  /**
   * How it may be mounted.
   * @default - by one node, to read and write
   */
  readonly accessModes?: PersistentVolumeAccessMode[];
}

/** A StatefulSet: pods with stable names, and storage of their own. */
export interface StatefulSetOptions {
  /**
   * The StatefulSet's name, from which its pods' names follow: '<name>-0', '<name>-1' …
   * @default - the workload's name
   */
  readonly name?: string;

  /**
   * Storage of each pod. Kubernetes lets nobody change it later.
   * @default - none
   */
  readonly volumeClaims?: VolumeClaim[];

  /**
   * Do pods find each other by name before they are ready? Servers that must meet to become ready need it.
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean;

  /**
   * The order in which pods start and stop.
   * @default PodManagementPolicy.ORDERED_READY
   */
  readonly podManagementPolicy?: PodManagementPolicy;

  /**
   * How pods are replaced.
   * @default - rolling update
   */
  readonly strategy?: StatefulSetUpdateStrategy;

  /**
   * How long a new pod must be ready before it counts.
   * @default Duration.seconds(0)
   */
  readonly minReady?: Duration;
}

/** A DaemonSet: a pod on each node. */
export interface DaemonSetOptions {
  /**
   * The DaemonSet's name.
   * @default - the workload's name
   */
  readonly name?: string;

  /**
   * How long a new pod must be ready before it counts.
   * @default Duration.seconds(0)
   */
  readonly minReady?: Duration;
}

/** A Job: pods that run until their work is done. */
export interface JobOptions {
  /**
   * The Job's name. Kubernetes lets nobody change a Job that was applied: work that changes needs another name.
   * @default - the workload's name
   */
  readonly name?: string;

  /**
   * How long it may run in all, before it is stopped and counts as failed.
   * @default - as long as it takes
   */
  readonly activeDeadline?: Duration;

  /**
   * How often it is tried again.
   * @default 6
   */
  readonly backoffLimit?: number;

  /**
   * How long it is kept when it is done.
   * @default - until somebody removes it
   */
  readonly ttlAfterFinished?: Duration;

  /**
   * How many pods must succeed.
   * @default 1
   */
  readonly completions?: number;

  /**
   * How many pods run at a time.
   * @default 1
   */
  readonly parallelism?: number;
}

/** A CronJob: a Job at set times. */
export interface CronJobOptions extends JobOptions {
  /** When it runs. */
  readonly schedule: Cron;

  /**
   * The time zone of the schedule, such as 'Europe/Berlin'.
   * @default - that of the cluster's controller manager
   */
  readonly timeZone?: string;

  /**
   * What happens when the last run is not done yet.
   * @default ConcurrencyPolicy.FORBID
   */
  readonly concurrencyPolicy?: ConcurrencyPolicy;

  /**
   * How late a run may start, at least 10 seconds.
   * @default Duration.seconds(10)
   */
  readonly startingDeadline?: Duration;

  /**
   * Start no further run?
   * @default false
   */
  readonly suspend?: boolean;

  /**
   * How many runs that succeeded are kept.
   * @default 3
   */
  readonly successfulJobsRetained?: number;

  /**
   * How many runs that failed are kept.
   * @default 1
   */
  readonly failedJobsRetained?: number;
}
