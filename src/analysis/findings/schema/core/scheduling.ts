import type { Place } from './place';
import { checkLabelSelector } from './selector';
import { dnsSubdomain, labelValue, qualifiedName } from '../formats/names';
import { shown } from '../problems';

/** Where a pod may run. */
export function checkScheduling(spec: Place): void {
  for (const toleration of spec.at('tolerations').items) { checkToleration(toleration); }
  const spreads = new Set<string>();
  for (const constraint of spec.at('topologySpreadConstraints').items) {
    const spread = `${constraint.at('topologyKey').text} ${constraint.at('whenUnsatisfiable').text}`;
    if (spreads.has(spread)) { constraint.report('duplicate', 'one before this has the same topologyKey and whenUnsatisfiable'); }
    spreads.add(spread);
    constraint.at('maxSkew').between(1);
    if (!constraint.at('maxSkew').exists) { constraint.at('maxSkew').needed(); }
    constraint.at('topologyKey').needed();
    constraint.at('whenUnsatisfiable').oneOf('DoNotSchedule', 'ScheduleAnyway');
    constraint.at('whenUnsatisfiable').needed();
    checkLabelSelector(constraint.at('labelSelector'));
  }
  const affinity = spec.at('affinity');
  if (!affinity.exists) { return; }
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const required = affinity.at(kind, 'requiredDuringSchedulingIgnoredDuringExecution').items;
    const preferred = affinity.at(kind, 'preferredDuringSchedulingIgnoredDuringExecution').items;
    preferred.forEach(checkWeight);
    for (const term of [...required, ...preferred.map(one => one.at('podAffinityTerm'))]) {
      checkKey(term.at('topologyKey'));
      checkLabelSelector(term.at('labelSelector'));
      checkLabelSelector(term.at('namespaceSelector'));
    }
  }
  checkNodeAffinity(affinity.at('nodeAffinity'));
}

function checkNodeAffinity(affinity: Place): void {
  const required = affinity.at('requiredDuringSchedulingIgnoredDuringExecution');
  if (required.exists) { required.at('nodeSelectorTerms').needed(); }
  const preferred = affinity.at('preferredDuringSchedulingIgnoredDuringExecution').items;
  preferred.forEach(checkWeight);
  for (const term of [...required.at('nodeSelectorTerms').items, ...preferred.map(one => one.at('preference'))]) {
    for (const expression of term.at('matchExpressions').items) {
      checkKey(expression.at('key'));
      checkOperator(expression);
    }
    for (const field of term.at('matchFields').items) {
      if (field.at('key').text !== 'metadata.name') { field.at('key').report('enum', `${shown(field.at('key').text)} is not metadata.name`); }
      if (!['In', 'NotIn'].includes(field.at('operator').text)) { field.at('operator').report('enum', `${shown(field.at('operator').text)} is none of In, NotIn`); }
      if (field.at('values').length !== 1) { field.at('values').report('object', 'one value is needed'); }
      field.at('values').items.forEach(value => value.neededNamed(dnsSubdomain));
    }
  }
  for (const value of required.at('nodeSelectorTerms').items.flatMap(term => term.at('matchExpressions').items).flatMap(expression => expression.at('values').items)) {
    value.named(labelValue);
  }
}

function checkOperator(expression: Place): void {
  const [operator, values] = [expression.at('operator'), expression.at('values')];
  switch (operator.text) {
    case 'In': case 'NotIn': values.needed(`${operator.text} needs values`); break;
    case 'Exists': case 'DoesNotExist': if (values.length > 0) { values.report('object', `${operator.text} has no values`); } break;
    case 'Gt': case 'Lt': if (values.length !== 1) { values.report('object', `${operator.text} needs one value`); } break;
    default: operator.report('enum', `${shown(operator.text)} is none of In, NotIn, Exists, DoesNotExist, Gt, Lt`);
  }
}

function checkWeight(preferred: Place): void {
  const weight = preferred.at('weight');
  if (weight.number < 1 || weight.number > 100) { weight.report('bounds', `${weight.number} is not between 1 and 100`); }
}

function checkKey(key: Place): void {
  const problem = qualifiedName(key.text);
  if (problem !== undefined) { key.report('format', `${shown(key.text)} ${problem}`); }
}

function checkToleration(toleration: Place): void {
  const [key, operator, value, effect] = ['key', 'operator', 'value', 'effect'].map(field => toleration.at(field));
  if (key.text !== '') { checkKey(key); } else if (operator.text !== 'Exists') { operator.report('object', "without a key this must be 'Exists'"); }
  if (toleration.at('tolerationSeconds').exists && effect.text !== 'NoExecute') { effect.report('object', "tolerationSeconds needs the effect 'NoExecute'"); }
  operator.emptyOrOneOf('Equal', 'Exists');
  if (operator.text === 'Exists') {
    if (value.text !== '') { value.report('object', "'Exists' has no value"); }
  } else {
    value.named(labelValue);
  }
  effect.emptyOrOneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute');
}
