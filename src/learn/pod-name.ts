/** The letters of which Kubernetes makes random names: no vowels, and nothing that looks like one. */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]';
/** Names of pods end with something random: two parts for a Deployment's, one for a DaemonSet's, a Job's or a CronJob's; a number for a StatefulSet's. */
const ENDINGS = [new RegExp(`-${RANDOM}{6,10}-${RANDOM}{5}$`), new RegExp(`-\\d{8,10}-${RANDOM}{5}$`), new RegExp(`-${RANDOM}{5}$`), /-\d{1,4}$/];

/** What made a pod, as its name tells it; the pod itself if its name tells nothing. */
export function workloadOfPod(pod: string): string {
  const ending = ENDINGS.find(pattern => pattern.test(pod));
  return ending === undefined ? pod : pod.replace(ending, '');
}

/** The service and version for which a workload stands by its name: 'reviews-v2' is version v2 of reviews. */
export function versionInName(workload: string): { readonly app: string; readonly version: string } | undefined {
  const match = /^(.+)-(v\d+(?:[.-]\d+)*)$/.exec(workload);
  return match === null ? undefined : { app: match[1], version: match[2] };
}
