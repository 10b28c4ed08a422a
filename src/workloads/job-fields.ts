import type { CronJobOptions, JobOptions } from './controller-options';
import type { Json } from '../private/rendering';

type JobFields = Pick<JobOptions, 'completions' | 'parallelism'>;

/** What is wrong with numbers that the API server would refuse. */
export function jobProblems({ backoffLimit, completions, parallelism }: JobOptions): string[] {
  return Object.entries({ backoffLimit, completions, parallelism })
    .filter(([, value]) => value !== undefined && (!Number.isInteger(value) || value < 0))
    .map(([name, value]) => `'${name}' is ${value}; use a whole number from 0.`);
}

export function cronJobProblems(options: CronJobOptions): string[] {
  const { startingDeadline, ttlAfterFinished, successfulJobsRetained, failedJobsRetained } = options;
  const seconds = startingDeadline?.toSeconds();
  return [
    ...jobProblems(options),
    ...seconds !== undefined && seconds < 10
      ? [`'startingDeadline' is ${seconds} seconds, and Kubernetes looks every 10 whether a run is due, so that runs may never start; use at least 10 seconds.`] : [],
    ...ttlAfterFinished && (successfulJobsRetained !== undefined || failedJobsRetained !== undefined)
      ? ["is told twice how long its runs are kept; give 'ttlAfterFinished', or 'successfulJobsRetained' and 'failedJobsRetained'."] : [],
  ];
}

/** A Job or CronJob with the fields of which cdk8s-plus knows nothing. */
export function withJobFields(manifest: Json, { completions, parallelism }: JobFields): Json {
  const fields = { ...completions === undefined ? {} : { completions }, ...parallelism === undefined ? {} : { parallelism } };
  if (manifest.kind !== 'CronJob') {
    return { ...manifest, spec: { ...manifest.spec, ...fields } };
  }
  const { jobTemplate } = manifest.spec;
  return { ...manifest, spec: { ...manifest.spec, jobTemplate: { ...jobTemplate, spec: { ...jobTemplate.spec, ...fields } } } };
}
