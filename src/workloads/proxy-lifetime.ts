import type { PodTemplate } from '../private/pod-template';

/**
 * Has injection run the proxy as a native sidecar: it starts before the pod's other init containers, so that their calls go through
 * it too, and stops when the pod's containers are done. It is Istio's default, which an installation may have set otherwise.
 *
 * @see https://istio.io/latest/docs/reference/config/annotations/
 */
export const NATIVE_SIDECAR = 'sidecar.istio.io/nativeSidecar';

/** Do the pods end when their work is done? */
export function isDoneOnce(kind: string, { spec }: PodTemplate): boolean {
  return kind === 'Job' || kind === 'CronJob' || (kind === 'Pod' && ['Never', 'OnFailure'].includes(spec.restartPolicy));
}

/** Pods that end, and those with init containers, with a proxy that ends and starts with them. */
export function endingWithTheirWork(template: PodTemplate, kind: string, injected: boolean): PodTemplate {
  const needed = injected && (isDoneOnce(kind, template) || (template.spec.initContainers ?? []).length > 0);
  return !needed ? template : {
    ...template,
    metadata: { ...template.metadata, annotations: { [NATIVE_SIDECAR]: 'true', ...template.metadata?.annotations } },
  };
}
