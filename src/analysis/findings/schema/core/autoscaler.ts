import type { Place } from './place';
import { checkLabelSelector } from './selector';
import { checkAmount, checkAtMostAll } from './workloads';
import { pathSegment } from '../formats/names';
import { quantityOf } from '../formats/quantity';
import { shown } from '../problems';

/** The field that goes with each type of metric. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['Resource', 'resource'], ['ContainerResource', 'containerResource'], ['Pods', 'pods'], ['Object', 'object'], ['External', 'external'],
]);

export function checkAutoscaler(autoscaler: Place): void {
  const spec = autoscaler.at('spec');
  const [least, most] = [spec.at('minReplicas'), spec.at('maxReplicas')];
  least.between(1);
  if (most.number < 1) { most.report('bounds', 'this must be at least 1'); }
  if (most.number < (least.exists ? least.number : 1)) { most.report('bounds', 'this must be at least minReplicas'); }
  checkReference(spec.at('scaleTargetRef'));
  const version = spec.at('scaleTargetRef', 'apiVersion');
  if (!/^[^/]+\/[^/]*$/.test(version.text)) { version.report('format', `${shown(version.text)} is no version of a group, such as 'apps/v1'`); }
  spec.at('targetCPUUtilizationPercentage').between(1);
  spec.at('metrics').items.forEach(checkMetric);
  for (const direction of ['scaleUp', 'scaleDown']) { checkBehavior(spec.at('behavior', direction)); }
}

function checkReference(reference: Place): void {
  reference.at('kind').neededNamed(pathSegment);
  reference.at('name').neededNamed(pathSegment);
}

function checkMetric(metric: Place): void {
  const type = metric.at('type');
  const there = [...SOURCES.values()].filter(source => metric.at(source).exists);
  const wanted = SOURCES.get(type.text);
  if (wanted === undefined) { type.report('enum', `${shown(type.text)} is none of ${[...SOURCES.keys()].join(', ')}`); return; }
  if (!metric.at(wanted).exists) { metric.at(wanted).needed(); }
  there.filter(source => source !== wanted).forEach(source => metric.at(source).report('choice', `a metric of the type ${type.text} has only ${wanted}`));
  const source = metric.at(wanted);
  const target = source.at('target');
  checkTarget(target);
  const [value, average, utilization] = ['value', 'averageValue', 'averageUtilization'].map(field => target.at(field).exists);
  switch (type.text) {
    case 'Resource': case 'ContainerResource':
      source.at('name').needed();
      if (type.text === 'ContainerResource') { source.at('container').needed(); }
      if (utilization === average) { target.report('choice', 'exactly one of averageUtilization and averageValue must be set'); }
      return;
    case 'Pods':
      checkIdentifier(source.at('metric'));
      if (!average) { target.at('averageValue').report('required', 'this must be more than 0'); }
      return;
    case 'Object':
      checkReference(source.at('describedObject'));
      checkIdentifier(source.at('metric'));
      if (!value && !average) { target.report('required', 'a value or an averageValue is needed'); }
      return;
    default:
      checkIdentifier(source.at('metric'));
      if (value === average) { target.report('choice', 'exactly one of value and averageValue must be set'); }
  }
}

function checkIdentifier(metric: Place): void {
  metric.at('name').neededNamed(pathSegment);
}

function checkTarget(target: Place): void {
  const type = target.at('type');
  if (type.needed()) { type.oneOf('Utilization', 'Value', 'AverageValue'); }
  for (const field of ['value', 'averageValue']) {
    if (target.at(field).exists && (quantityOf(target.at(field).value) ?? 0) <= 0) { target.at(field).report('bounds', 'this must be more than 0'); }
  }
  target.at('averageUtilization').between(1);
}

function checkBehavior(rules: Place): void {
  if (!rules.exists) { return; }
  rules.at('stabilizationWindowSeconds').between(0, 3600);
  rules.at('selectPolicy').oneOf('Max', 'Min', 'Disabled');
  if (Array.isArray(rules.at('policies').value) && rules.at('policies').length === 0) { rules.at('policies').needed(); }
  for (const policy of rules.at('policies').items) {
    if (policy.at('type').needed()) { policy.at('type').oneOf('Pods', 'Percent'); }
    for (const [field, largest] of [['value', 2 ** 31 - 1], ['periodSeconds', 1800]] as const) {
      if (policy.at(field).number < 1 || policy.at(field).number > largest) { policy.at(field).report('bounds', `${policy.at(field).number} is not between 1 and ${largest}`); }
    }
  }
}

export function checkDisruptionBudget(budget: Place): void {
  const spec = budget.at('spec');
  const [least, most] = [spec.at('minAvailable'), spec.at('maxUnavailable')];
  if (least.exists && most.exists) { spec.report('choice', 'minAvailable and maxUnavailable exclude each other'); }
  for (const amount of [least, most]) {
    checkAmount(amount);
    checkAtMostAll(amount);
  }
  checkLabelSelector(spec.at('selector'));
  spec.at('unhealthyPodEvictionPolicy').oneOf('IfHealthyBudget', 'AlwaysAllow');
}
