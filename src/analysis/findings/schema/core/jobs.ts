import type { Place } from './place';
import { checkPodTemplate } from './workloads';
import { labelValue } from '../formats/names';
import { shown } from '../problems';

const LONGEST_CRON_JOB = 52;

export function checkJob(job: Place): void {
  // It becomes a label of the pods.
  if (!job.at('spec', 'manualSelector').isTrue) { job.at('metadata', 'name').named(labelValue); }
  checkJobSpec(job.at('spec'));
}

export function checkCronJob(cronJob: Place): void {
  const [spec, name] = [cronJob.at('spec'), cronJob.at('metadata', 'name')];
  if (name.text.length > LONGEST_CRON_JOB) { name.report('metadata', `${shown(name.text)} has ${name.text.length} characters, and may have ${LONGEST_CRON_JOB}`); }
  if (spec.at('schedule').needed()) { checkSchedule(spec.at('schedule')); }
  const zone = spec.at('timeZone');
  if (zone.exists && !isTimeZone(zone.text)) { zone.report('format', `${shown(zone.text)} is no time zone, such as 'Europe/Berlin'`); }
  spec.at('concurrencyPolicy').emptyOrOneOf('Allow', 'Forbid', 'Replace');
  for (const field of ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) { spec.at(field).between(0, 2 ** 63); }
  checkJobSpec(spec.at('jobTemplate', 'spec'));
}

function checkJobSpec(spec: Place): void {
  for (const field of ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished']) { spec.at(field).between(0, 2 ** 63); }
  const mode = spec.at('completionMode');
  mode.oneOf('NonIndexed', 'Indexed');
  if (mode.text === 'Indexed') {
    if (!spec.at('completions').exists) { spec.at('completions').needed(); }
  } else {
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy']) { spec.at(field).forbidden("this needs the completionMode 'Indexed'"); }
  }
  spec.at('podReplacementPolicy').oneOf('TerminatingOrFailed', 'Failed');
  checkPodTemplate(spec.at('template'), []);
  const policy = spec.at('template', 'spec', 'restartPolicy');
  if (!['OnFailure', 'Never'].includes(policy.text)) { policy.report('enum', 'this must be OnFailure or Never: the pods of a job end'); }
}

const FIELD_RANGES = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 6]] as const;
const NAMES = [[], [], [], ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']] as const;

function checkSchedule(schedule: Place): void {
  if (schedule.text.includes('TZ')) {
    schedule.report('object', 'the time zone belongs to timeZone');
  } else if (!isSchedule(schedule.text)) {
    schedule.report('format', `${shown(schedule.text)} is no schedule, such as '0 5 * * 1-5' or '@daily'`);
  }
}

function isSchedule(text: string): boolean {
  if (text.startsWith('@')) { return /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every (?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+)$/.test(text); }
  const fields = text.split(/\s+/).filter(field => field !== '');
  return fields.length === FIELD_RANGES.length && fields.every((field, i) => field.split(',').filter(part => part !== '').every(part => isPart(part, i)));
}

function isPart(part: string, field: number): boolean {
  const [range, step, ...more] = part.split('/');
  const [least, most] = FIELD_RANGES[field];
  if (more.length > 0 || step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0)) { return false; }
  const bounds = range.split('-');
  if (bounds[0] === '*' || bounds[0] === '?') { return bounds.length === 1; }
  const numbers = bounds.map(bound => numberOf(bound, field));
  return bounds.length <= 2 && numbers.every(number => number >= least && number <= most) && (numbers.length < 2 || numbers[0] <= numbers[1]);
}

function numberOf(text: string, field: number): number {
  const named = (NAMES[field] as readonly string[]).indexOf(text.toLowerCase());
  return text !== '' && named >= 0 ? named : /^\d+$/.test(text) ? Number(text) : NaN;
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name) || name === 'Local') { return false; }
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
