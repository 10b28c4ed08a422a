import type { CelRule } from './cel/rule';
import { hasField } from './conditions';
import { CustomNode } from './custom-node';
import { checkType, checkValue } from './custom-value';
import { checkUnique } from './list-types';
import type { Problems } from './problems';
import { shown } from './problems';
import { reportUnknownField } from './suggestion';
import type { JsonObject } from '../../json';
import { isObject } from '../../json';

/**
 * Checks a custom resource, but for its metadata, in the order of the API server: fields that the schema does not have are reported and
 * dropped, nulls that it does not allow are dropped, defaults are filled in, then values are judged, and where these are sound the rules.
 */
export function checkCustomResource(object: JsonObject, node: CustomNode, problems: Problems): void {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, status, ...rest } = object;
  checkNode(rest, node, problems);
  if (status !== undefined) { checkStatus(status, node.field('status'), problems); }
}

/** Checks a value, and returns it as the API server has it then. */
function checkNode(value: unknown, node: CustomNode, problems: Problems): unknown {
  const before = problems.count;
  if (!checkType(value, node, problems)) { return value; }
  let result = value;
  if (Array.isArray(value)) {
    result = checkItems(value, node, problems);
  } else if (isObject(value)) {
    result = checkFields(value, node, problems);
  }
  checkValue(result, node, problems);
  if (Array.isArray(result) && node.is.unique !== undefined) { checkUnique(result, node.is.unique, problems); }
  // As the API server, which asks no rule of an object whose values are not what rules take them for.
  if (result !== null && problems.count === before) { checkRules(result, node.rules, problems); }
  return result;
}

/** The same list if nothing of it changes. */
function checkItems(list: readonly unknown[], { items }: CustomNode, problems: Problems): readonly unknown[] {
  if (items === undefined) { return list; }
  let result: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    problems.enter(i);
    const checked = checkNode(item === null && items.is.nullable !== true ? items.is.default ?? null : item, items, problems);
    problems.leave();
    if (checked !== item) {
      result ??= [...list];
      result[i] = checked;
    }
  }
  return result ?? list;
}

function checkFields(object: JsonObject, node: CustomNode, problems: Problems): JsonObject {
  let result: Record<string, unknown> | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key];
    const field = node.field(key);
    let checked = value;
    problems.enter(key);
    if (field === undefined) {
      if (value !== undefined) { reportUnknownField(key, node.fields, problems); }
      checked = undefined;
    } else if (field !== 'any') {
      if (value === null && field.is.nullable !== true) {
        checked = field.is.default === undefined ? undefined : checkNode(field.is.default, field, problems);
      } else if (value !== undefined) {
        checked = checkNode(value, field, problems);
      }
    }
    problems.leave();
    if (checked !== value) {
      result ??= { ...object };
      if (checked === undefined) { delete result[key]; } else { result[key] = checked; }
    }
  }
  for (const key of node.defaulted) {
    if (hasField(result ?? object, key)) { continue; }
    const field = node.field(key) as CustomNode;
    problems.enter(key);
    result ??= { ...object };
    result[key] = checkNode(field.is.default, field, problems);
    problems.leave();
  }
  return result ?? object;
}

function checkRules(value: unknown, rules: readonly CelRule[], problems: Problems): void {
  for (const { message, holds } of rules) {
    if (holdsFor(value, holds)) { continue; }
    if (typeof value === 'object') { problems.add('rule', message); } else { problems.add('rule', `${shown(value)}: ${message}`); }
  }
}

function holdsFor(value: unknown, holds: (self: unknown) => boolean): boolean {
  try {
    return holds(value);
  } catch {
    // The API server refuses what a rule cannot be applied to.
    return false;
  }
}

/** A status is dropped before anything is judged, but for fields that nobody knows. */
function checkStatus(value: unknown, node: CustomNode | 'any' | undefined, problems: Problems, key: string | number = 'status'): void {
  if (node === 'any') { return; }
  problems.enter(key);
  if (node === undefined) {
    reportUnknownField(String(key), [], problems);
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => checkStatus(item, node.items ?? 'any', problems, i));
  } else if (isObject(value)) {
    for (const field of Object.keys(value)) { checkStatus(value[field], node.field(field), problems, field); }
  }
  problems.leave();
}
