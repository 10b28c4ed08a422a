import type { DeploymentProps, Service, Workload, WorkloadProps } from 'cdk8s-plus-27';
import { CronJob, DaemonSet, Deployment, DeploymentStrategy, Job, StatefulSet } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { CronJobOptions, DaemonSetOptions, DeploymentOptions, JobOptions, StatefulSetOptions } from './controller-options';
import { cronJobProblems, jobProblems, withJobFields } from './job-fields';
import { volumeClaimProblems, withVolumeClaims } from './volume-claims';
import type { Json } from '../private/rendering';

/** What is the same whatever makes the pods. */
export interface ControlledPods {
  readonly scope: Construct;
  readonly props: WorkloadProps;
  /** Undefined where the user did not say. */
  readonly replicas?: number;
  /** The Service that gives pods their names; undefined where there is none. */
  readonly service?: Service;
}

/** What only one kind of controller does; everything else is one for all. */
interface Kind {
  readonly kind: string;
  /** The object's name, where it does not follow from app and version. */
  readonly name?: string;
  /** Do its pods keep running, so that they can be called? */
  readonly serves: boolean;
  /** Is their number for the user to choose? */
  readonly scales: boolean;
  /** Does it need a Service that leads to each of its pods by name? */
  readonly headless?: { readonly publishNotReadyAddresses: boolean };
  readonly problems: readonly string[];
  readonly create: (pods: ControlledPods) => Workload;
  /** What cdk8s-plus cannot say. */
  readonly complete?: (manifest: Json) => Json;
}

/**
 * What makes a workload's pods and keeps them: the kind of object, and what only that kind can say. Identity, hardening, ports and
 * calls are the same whichever it is.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/
 */
export class WorkloadController {
  /** Pods that are all alike. */
  public static deployment(options: DeploymentOptions = {}): WorkloadController {
    return new WorkloadController({
      kind: 'Deployment',
      serves: true,
      scales: true,
      problems: [],
      create: ({ scope, props, replicas }) => new Deployment(scope, 'Deployment', {
        ...props, ...options, replicas, strategy: options.strategy ?? DeploymentStrategy.rollingUpdate(),
      } satisfies DeploymentProps),
    });
  }

  /**
   * Pods with stable names, such as 'db-0.db.shop.svc.cluster.local', and storage of their own. The workload's Service is headless:
   * its name leads to the pods themselves, one of them or a certain one, and so its ports are the containers' own.
   */
  public static statefulSet(options: StatefulSetOptions = {}): WorkloadController {
    const { name, volumeClaims = [], publishNotReadyAddresses = false, ...rest } = options;
    return new WorkloadController({
      kind: 'StatefulSet',
      name,
      serves: true,
      scales: true,
      headless: { publishNotReadyAddresses },
      problems: volumeClaimProblems(volumeClaims),
      create: ({ scope, props, replicas, service }) => new StatefulSet(scope, 'StatefulSet', { ...props, ...rest, replicas, service }),
      complete: manifest => withVolumeClaims(manifest, volumeClaims),
    });
  }

  /** A pod on each node. */
  public static daemonSet(options: DaemonSetOptions = {}): WorkloadController {
    const { name, ...rest } = options;
    return new WorkloadController({
      kind: 'DaemonSet',
      name,
      serves: true,
      scales: false,
      problems: [],
      create: ({ scope, props }) => new DaemonSet(scope, 'DaemonSet', { ...props, ...rest }),
    });
  }

  /** Pods that run until their work is done. Their proxies stop when they do. */
  public static job(options: JobOptions = {}): WorkloadController {
    const { name, completions, parallelism, ...rest } = options;
    return new WorkloadController({
      kind: 'Job',
      name,
      serves: false,
      scales: false,
      problems: jobProblems(options),
      create: ({ scope, props }) => new Job(scope, 'Job', { ...props, ...rest }),
      complete: manifest => withJobFields(manifest, { completions, parallelism }),
    });
  }

  /** A Job at set times. */
  public static cronJob(options: CronJobOptions): WorkloadController {
    const { name, completions, parallelism, ...rest } = options;
    return new WorkloadController({
      kind: 'CronJob',
      name,
      serves: false,
      scales: false,
      problems: cronJobProblems(options),
      create: ({ scope, props }) => new CronJob(scope, 'CronJob', { ...props, ...rest }),
      complete: manifest => withJobFields(manifest, { completions, parallelism }),
    });
  }

  /** The kind of object that makes the pods, such as 'StatefulSet'. */
  public readonly kind: string;

  private constructor(
    /** @internal */
    public readonly _kind: Kind,
  ) {
    this.kind = _kind.kind;
  }

  /** @internal */
  public get _problems(): readonly string[] {
    return this._kind.problems;
  }
}
