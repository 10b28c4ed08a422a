import { checkFields, field, isObject, shown, type JsonObject, type Problems } from './json';
import { doubt, every, type Doubt, type Truth } from './truth';

/** The labels of something: the value, undefined if there is no such label, or a doubt if that is not known. */
export type Labels = (key: string) => string | undefined | Doubt;

/** A compiled LabelSelector. All requirements must hold; without any, everything is selected. */
export type Selector = readonly Requirement[];

export type Requirement =
  | { readonly key: string; readonly operator: 'In' | 'NotIn'; readonly values: ReadonlySet<string> }
  | { readonly key: string; readonly operator: 'Exists' | 'DoesNotExist' }
  | Doubt;

/**
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 */
export function compileSelector(selector: unknown, path: string, problems: Problems): Selector {
  if (!isObject(selector)) return [doubt(problems.add(path, `must be an object, is ${shown(selector)}`))];
  checkFields(selector, ['matchLabels', 'matchExpressions'], path, problems);
  const labels = field(selector, 'matchLabels');
  const expressions = field(selector, 'matchExpressions');
  const byLabels = labels === undefined ? [] : compileMatchLabels(labels, `${path}.matchLabels`, problems);
  return expressions === undefined ? byLabels : [...byLabels, ...compileMatchExpressions(expressions, `${path}.matchExpressions`, problems)];
}

export function selects(selector: Selector, labels: Labels): Truth {
  return every(selector, holds, labels);
}

function holds(requirement: Requirement, labels: Labels): Truth {
  if ('causes' in requirement) return requirement;
  const value = labels(requirement.key);
  if (value !== undefined && typeof value !== 'string') return value;
  switch (requirement.operator) {
    case 'In': return value !== undefined && requirement.values.has(value);
    // Also what has no such label at all: "not equal" is not "has another value".
    case 'NotIn': return value === undefined || !requirement.values.has(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
  }
}

function compileMatchLabels(labels: unknown, path: string, problems: Problems): Requirement[] {
  if (!isObject(labels)) return [doubt(problems.add(path, `must be an object, is ${shown(labels)}`))];
  const requirements: Requirement[] = [];
  for (const key of Object.keys(labels)) {
    const value = labels[key];
    requirements.push(typeof value === 'string' ? { key, operator: 'In', values: only(value) }
      : doubt(problems.add(`${path}.${key}`, `must be a string, is ${shown(value)}`)));
  }
  return requirements;
}

/** How many sets of one value are kept: policies name the same few namespaces, and a workload is named by the policies of those around it. */
const KEPT = 4096;
const kept = new Map<string, ReadonlySet<string>>();

function only(value: string): ReadonlySet<string> {
  let set = kept.get(value);
  if (set === undefined) {
    if (kept.size >= KEPT) kept.clear();
    kept.set(value, set = new Set([value]));
  }
  return set;
}

function compileMatchExpressions(expressions: unknown, path: string, problems: Problems): Requirement[] {
  if (!Array.isArray(expressions)) return [doubt(problems.add(path, `must be a list, is ${shown(expressions)}`))];
  return expressions.map((expression: unknown, i) => isObject(expression)
    ? compileExpression(expression, `${path}[${i}]`, problems)
    : doubt(problems.add(`${path}[${i}]`, `must be an object, is ${shown(expression)}`)));
}

function compileExpression(expression: JsonObject, path: string, problems: Problems): Requirement {
  checkFields(expression, ['key', 'operator', 'values'], path, problems);
  const key = field(expression, 'key');
  const operator = field(expression, 'operator');
  const values = field(expression, 'values') ?? [];
  if (typeof key !== 'string' || key === '') return doubt(problems.add(`${path}.key`, `must be a label key, is ${shown(key)}`));
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) {
    return doubt(problems.add(`${path}.values`, 'must be a list of strings'));
  }
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0
        ? { key, operator, values: new Set<string>(values) }
        : doubt(problems.add(`${path}.values`, `must not be empty with ${operator}`));
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0
        ? { key, operator }
        : doubt(problems.add(`${path}.values`, `must be empty with ${operator}`));
    default:
      return doubt(problems.add(`${path}.operator`, `must be In, NotIn, Exists or DoesNotExist, is ${shown(operator)}`));
  }
}

/** Labels that are at hand. */
export function knownLabels(labels: unknown): Labels {
  const own = isObject(labels) ? labels : {};
  return (key) => {
    const value = field(own, key);
    return typeof value === 'string' ? value : undefined;
  };
}

/**
 * A namespace's labels: the control plane sets `kubernetes.io/metadata.name` to its name, and nobody can set it to another.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name
 */
export function namespaceLabels(namespace: string, labels: unknown): Labels {
  const known = labels === undefined ? undefined : knownLabels(labels);
  const missing = doubt(`the labels of namespace ${namespace} are not known`);
  return (key) => key === 'kubernetes.io/metadata.name' ? namespace : known === undefined ? missing : known(key);
}
