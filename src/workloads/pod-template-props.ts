import type { ContainerProps, EnvFrom, EnvValue, IServiceAccount, Volume, VolumeMount } from 'cdk8s-plus-27';
import type { IConstruct } from 'constructs';
import type { PodHardening } from './pod-hardening';

/** What pods consist of, and under which identity they run. */
export interface PodTemplateProps {
  /**
   * The image of the one container. Give this, `containers` or `workload`.
   * @default - none
   */
  readonly image?: string;

  /**
   * Environment variables of the one container.
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };

  /**
   * Environment variables of the one container whose values come from elsewhere, such as a Secret.
   * @default - none
   */
  readonly envVariables?: { readonly [name: string]: EnvValue };

  /**
   * ConfigMaps and Secrets whose every entry is an environment variable of the one container.
   * @default - none
   */
  readonly envFrom?: EnvFrom[];

  /**
   * Volumes that the one container mounts.
   * @default - none
   */
  readonly volumeMounts?: VolumeMount[];

  /**
   * A path that answers GET with 2xx when the one container is healthy: its readiness and liveness probe.
   * @default - no probes
   */
  readonly health?: string;

  /**
   * Containers in all of cdk8s-plus' detail. The first one serves the ports. Where a container leaves cdk8s-plus to choose,
   * our defaults hold: no startup probe, 50m CPU and 64Mi requested, at most 512Mi of memory, and an image that is pulled
   * only if its tag is not there.
   * @default - the one container of `image`
   */
  readonly containers?: ContainerProps[];

  /**
   * Containers that run before the others, and behind the proxy: what they call is declared like any other call.
   * @default - none
   */
  readonly initContainers?: ContainerProps[];

  /**
   * Containers that start before the others, in this order and before `initContainers`, and keep running beside them: native sidecars.
   * A Job is done without them.
   * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   * @default - none
   */
  readonly sidecarContainers?: ContainerProps[];

  /**
   * Volumes beside those that containers mount.
   * @default - none
   */
  readonly volumes?: Volume[];

  /**
   * An existing workload of the same namespace (a Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod of any library),
   * recognised by its manifest. It gets the labels `app` and `version`, an identity if it has none, and is hardened where
   * it does not say otherwise.
   * @default - a Deployment is created
   */
  readonly workload?: IConstruct;

  /**
   * The name of the Deployment.
   * @default - the name and version, such as 'details-v1'
   */
  readonly deploymentName?: string;

  /**
   * The number of pods.
   * @default - 1; what an autoscaler says, if there is one
   */
  readonly replicas?: number;

  /**
   * Annotations of the pods.
   * @default - none
   */
  readonly podAnnotations?: { readonly [key: string]: string };

  /**
   * Labels of the pods beside `app` and `version`.
   * @default - none
   */
  readonly podLabels?: { readonly [key: string]: string };

  /**
   * A service account that the pods share with others, on purpose: whatever one of them may call, all may.
   * @default - one of its own
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * The name of the pods' own service account.
   * @default - the workload's name; with the version where several share a Service, such as 'reviews-v1'
   */
  readonly serviceAccountName?: string;

  /**
   * What the pods cannot give up.
   * @default - they are hardened in every respect
   */
  readonly hardening?: PodHardening;
}
