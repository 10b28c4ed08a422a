import type { ContainerResources, ImagePullPolicy } from 'cdk8s-plus-27';
import type { PodHardening } from './pod-hardening';

/**
 * What workloads are like unless they say otherwise. Those of a namespace come before those of its mesh, those of the mesh before
 * the library's own, each field for itself; labels, annotations and hardening are joined, key by key.
 */
export interface WorkloadDefaults {
  /**
   * The number of pods, of what has a number for the user to choose.
   * @default 1
   */
  readonly replicas?: number;

  /**
   * CPU and memory of each container.
   * @default - 50m CPU and 64Mi requested, at most 512Mi of memory
   */
  readonly resources?: ContainerResources;

  /**
   * When images are pulled.
   * @default - `IfNotPresent` for tagged images, else `Always`
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Labels of the pods beside `app` and `version`.
   * @default - none
   */
  readonly podLabels?: { readonly [key: string]: string };

  /**
   * Annotations of the pods.
   * @default - none
   */
  readonly podAnnotations?: { readonly [key: string]: string };

  /**
   * What the pods cannot give up. It is a widening for all of them.
   * @default - they are hardened in every respect
   */
  readonly hardening?: PodHardening;
}
