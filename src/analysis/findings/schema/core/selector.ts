import type { Place } from './place';
import { labelValue, qualifiedName } from '../formats/names';
import { shown } from '../problems';

/** Keys and values of labels, wherever they stand. */
export function checkLabelMap(labels: Place): void {
  for (const key of labels.keys) {
    const problem = qualifiedName(key);
    if (problem !== undefined) { labels.at(key).report('metadata', `the key ${shown(key)} ${problem}`); }
    const value = labels.textAt(key);
    const wrong = labelValue(value);
    if (wrong !== undefined) { labels.at(key).report('metadata', `the value ${shown(value)} ${wrong}`); }
  }
}

export function checkLabelSelector(selector: Place): void {
  if (!selector.exists) { return; }
  checkLabelMap(selector.at('matchLabels'));
  selector.at('matchExpressions').items.forEach(checkExpression);
}

function checkExpression(expression: Place): void {
  const [key, operator, values] = [expression.at('key'), expression.at('operator'), expression.at('values')];
  const problem = qualifiedName(key.text);
  if (problem !== undefined) { key.report('metadata', `the key ${shown(key.text)} ${problem}`); }
  switch (operator.text) {
    case 'In': case 'NotIn': values.needed(`${operator.text} needs values`); break;
    case 'Exists': case 'DoesNotExist':
      if (values.length > 0) { values.report('object', `${operator.text} has no values`); }
      break;
    default: operator.report('enum', `${shown(operator.text)} is none of In, NotIn, Exists, DoesNotExist`);
  }
  values.items.forEach(value => value.named(labelValue));
}

export function isEmptySelector(selector: Place): boolean {
  return selector.at('matchLabels').keys.length === 0 && selector.at('matchExpressions').length === 0;
}

/** Whether labels are selected. An expression that is none selects nothing. */
export function selectsLabels(selector: Place, labels: Place): boolean {
  const own = new Set(labels.keys);
  const valueOf = (key: string): string | undefined => own.has(key) ? labels.textAt(key) : undefined;
  const wanted = selector.at('matchLabels');
  return wanted.keys.every(key => valueOf(key) === wanted.textAt(key))
    && selector.at('matchExpressions').items.every(expression => {
      const value = valueOf(expression.at('key').text);
      const values = expression.at('values').texts;
      switch (expression.at('operator').text) {
        case 'In': return value !== undefined && values.includes(value);
        case 'NotIn': return value === undefined || !values.includes(value);
        case 'Exists': return value !== undefined;
        case 'DoesNotExist': return value === undefined;
        default: return false;
      }
    });
}
