import type { Place } from './place';
import { checkPodSpec } from './pod';
import { checkLabelMap, checkLabelSelector, isEmptySelector, selectsLabels } from './selector';
import { checkVolumeClaimSpec } from './volume-claim';
import { dnsLabel, qualifiedName } from '../formats/names';
import { shown } from '../problems';

export function checkDeployment(deployment: Place): void {
  const spec = deployment.at('spec');
  checkReplicated(spec);
  const strategy = spec.at('strategy');
  strategy.at('type').emptyOrOneOf('Recreate', 'RollingUpdate');
  const rolling = strategy.at('rollingUpdate');
  if (strategy.at('type').text === 'Recreate') { rolling.forbidden("the strategy 'Recreate' has none"); } else { checkRolling(rolling, '25%', '25%', false); }
  for (const field of ['revisionHistoryLimit', 'progressDeadlineSeconds']) { spec.at(field).between(0); }
  const deadline = spec.at('progressDeadlineSeconds');
  if ((deadline.exists ? deadline.number : 600) <= spec.at('minReadySeconds').number) { deadline.report('bounds', 'this must be more than minReadySeconds'); }
}

export function checkReplicaSet(replicaSet: Place): void {
  checkReplicated(replicaSet.at('spec'));
}

export function checkStatefulSet(statefulSet: Place): void {
  const spec = statefulSet.at('spec');
  spec.at('podManagementPolicy').emptyOrOneOf('OrderedReady', 'Parallel');
  spec.at('updateStrategy', 'type').emptyOrOneOf('RollingUpdate', 'OnDelete');
  const rolling = spec.at('updateStrategy', 'rollingUpdate');
  if (spec.at('updateStrategy', 'type').text === 'OnDelete') { rolling.forbidden("the strategy 'OnDelete' has none"); }
  rolling.at('partition').between(0);
  spec.at('ordinals', 'start').between(0);
  spec.at('revisionHistoryLimit').between(-(2 ** 31));
  spec.at('serviceName').named(dnsLabel);
  for (const field of ['whenDeleted', 'whenScaled']) { spec.at('persistentVolumeClaimRetentionPolicy', field).emptyOrOneOf('Retain', 'Delete'); }
  const claims = spec.at('volumeClaimTemplates').items;
  for (const claim of claims) {
    // The volumes of the pods are called as the claims are.
    claim.at('metadata', 'name').neededNamed(dnsLabel);
    checkVolumeClaimSpec(claim.at('spec'));
  }
  checkReplicated(spec, claims.map(claim => claim.at('metadata', 'name').text));
}

export function checkDaemonSet(daemonSet: Place): void {
  const spec = daemonSet.at('spec');
  checkTemplate(spec, spec.at('selector'), []);
  spec.at('minReadySeconds').between(0);
  spec.at('revisionHistoryLimit').between(0);
  const strategy = spec.at('updateStrategy');
  strategy.at('type').emptyOrOneOf('RollingUpdate', 'OnDelete');
  if (strategy.at('type').text !== 'OnDelete') { checkRolling(strategy.at('rollingUpdate'), 1, 0, true); }
}

function checkReplicated(spec: Place, claimed: readonly string[] = []): void {
  spec.at('replicas').between(0);
  spec.at('minReadySeconds').between(0);
  checkTemplate(spec, spec.at('selector'), claimed);
}

/** The template of pods that never end, and the selector by which their owner knows them. */
function checkTemplate(spec: Place, selector: Place, claimed: readonly string[]): void {
  const template = spec.at('template');
  checkLabelSelector(selector);
  if (!selector.exists) {
    selector.needed();
  } else if (isEmptySelector(selector)) {
    selector.report('required', 'this must select the pods of the template');
  } else if (!selectsLabels(selector, template.at('metadata', 'labels'))) {
    template.at('metadata', 'labels').report('object', 'the selector does not select these labels');
  }
  checkPodTemplate(template, claimed);
  const policy = template.at('spec', 'restartPolicy');
  if (policy.text !== '' && policy.text !== 'Always') { policy.report('enum', `${shown(policy.text)} is not Always, as it must be here`); }
  template.at('spec', 'activeDeadlineSeconds').forbidden('these pods do not end');
}

export function checkPodTemplate(template: Place, claimed: readonly string[]): void {
  checkLabelMap(template.at('metadata', 'labels'));
  for (const [key, value] of template.at('metadata', 'annotations').entries) {
    const problem = qualifiedName(key.toLowerCase());
    if (problem !== undefined) { value.report('metadata', `the key ${shown(key)} ${problem}`); }
  }
  checkPodSpec(template.at('spec'), claimed);
  if (template.at('spec', 'ephemeralContainers').length > 0) { template.at('spec', 'ephemeralContainers').report('object', 'a template has none'); }
}

/** A number, or a part of all as '25%'. */
export function checkAmount(amount: Place): void {
  if (typeof amount.value === 'string') {
    if (!/^[0-9]+%$/.test(amount.value)) { amount.report('format', `${shown(amount.value)} is neither a number nor a percentage`); }
  } else {
    amount.between(0);
  }
}

export function checkAtMostAll(amount: Place): void {
  if (typeof amount.value === 'string' && /^[0-9]+%$/.test(amount.value) && parseInt(amount.value, 10) > 100) { amount.report('bounds', `${amount.value} is more than 100%`); }
}

function checkRolling(rolling: Place, unavailable: number | string, surge: number | string, exclusive: boolean): void {
  const [maxUnavailable, maxSurge] = [rolling.at('maxUnavailable'), rolling.at('maxSurge')];
  checkAmount(maxUnavailable);
  checkAmount(maxSurge);
  checkAtMostAll(maxUnavailable);
  if (exclusive) { checkAtMostAll(maxSurge); }
  const some = [isSome(maxUnavailable, unavailable), isSome(maxSurge, surge)];
  if (!some.includes(true)) { maxUnavailable.report('bounds', 'this cannot be 0 where maxSurge is 0'); }
  if (exclusive && !some.includes(false)) { maxSurge.report('choice', 'this must be 0 where maxUnavailable is not'); }
}

function isSome({ exists, value }: Place, fallback: number | string): boolean {
  return parseInt(String(exists ? value : fallback), 10) !== 0;
}
