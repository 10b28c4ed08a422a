import { hasField, isInteger, meets } from './conditions';
import type { CustomNode } from './custom-node';
import { hasFormat } from './formats/format';
import { matchesPattern } from './formats/pattern';
import type { Problems } from './problems';
import { shown, typeName } from './problems';
import { isObject } from '../../json';

/*
 * What a schema says of a single value, apart from what is inside of it.
 */

const TYPE_NAMES = {
  'object': 'an object',
  'array': 'a list',
  'string': 'a text',
  'integer': 'an integer',
  'number': 'a number',
  'boolean': 'true or false',
  'int-or-string': 'an integer or a text',
} as const;

/** Reports a value of the wrong type, and returns whether it was of the right one. */
export function checkType(value: unknown, { is: { type, format, nullable } }: CustomNode, problems: Problems): boolean {
  if (value === null ? nullable === true : hasType(value, type, format)) { return true; }
  problems.add('type', `this must be ${TYPE_NAMES[type ?? 'object']}, not ${typeName(value)}`);
  return false;
}

function hasType(value: unknown, type: CustomNode['is']['type'], format: string | undefined): boolean {
  switch (type) {
    case 'object': return isObject(value);
    case 'array': return Array.isArray(value);
    // The API server takes a list for a text that has a format.
    case 'string': return typeof value === 'string' || (format !== undefined && Array.isArray(value));
    case 'integer': return isInteger(value);
    case 'number': return typeof value === 'number' && Number.isFinite(value);
    case 'boolean': return typeof value === 'boolean';
    case 'int-or-string': return isInteger(value) || typeof value === 'string';
    case undefined: return true;
  }
}

export function checkValue(value: unknown, node: CustomNode, problems: Problems): void {
  const { is } = node;
  if (is.enum !== undefined && !is.enum.includes(value)) {
    problems.add('enum', `${shown(value)} is none of ${is.enum.map(shown).join(', ')}`);
  }
  if (typeof value === 'string') {
    checkText(value, node, problems);
  } else if (typeof value === 'number') {
    if (is.minimum !== undefined && value < is.minimum) { problems.add('bounds', `${value} is less than ${is.minimum}`); }
    if (is.maximum !== undefined && value > is.maximum) { problems.add('bounds', `${value} is more than ${is.maximum}`); }
  } else if (Array.isArray(value)) {
    checkCount(value.length, is.minItems, is.maxItems, 'items', problems);
  } else if (isObject(value)) {
    checkObject(value, node, problems);
  }
  if (is.allOf?.every(condition => meets(value, condition)) === false) {
    problems.add('choice', 'the fields of this do not go together, or a value is not of the form that another field asks for');
  }
}

function checkText(text: string, { is: { minLength, maxLength, pattern, format } }: CustomNode, problems: Problems): void {
  // Characters are counted where their number may decide; there are at most as many as units, and at least half.
  if (maxLength !== undefined && text.length > maxLength && lengthOf(text) > maxLength) {
    problems.add('bounds', `${shown(text)} has ${lengthOf(text)} characters, and may have ${maxLength}`);
  } else if (minLength !== undefined && text.length < 2 * minLength && lengthOf(text) < minLength) {
    problems.add('bounds', text === '' ? 'this must not be empty' : `${shown(text)} has ${lengthOf(text)} characters, and must have at least ${minLength}`);
  } else if (pattern !== undefined && !matchesPattern(pattern, text)) {
    problems.add('format', `${shown(text)} does not match ${pattern}`);
  }
  if (format !== undefined && !hasFormat(format, text)) {
    problems.add('format', `${shown(text)} is not of the format ${format}`);
  }
}

function lengthOf(text: string): number {
  return [...text].length;
}

function checkCount(count: number, least: number | undefined, most: number | undefined, what: string, problems: Problems): void {
  if (least !== undefined && count < least) { problems.add('bounds', `this has ${count} ${what}, and must have at least ${least}`); }
  if (most !== undefined && count > most) { problems.add('bounds', `this has ${count} ${what}, and may have ${most}`); }
}

function checkObject(value: Readonly<Record<string, unknown>>, { is }: CustomNode, problems: Problems): void {
  if (is.required !== undefined) {
    for (const field of is.required) {
      if (!hasField(value, field)) { problems.addAt(field, 'required', 'this is missing'); }
    }
  }
  if (is.minProperties !== undefined || is.maxProperties !== undefined) {
    checkCount(Object.keys(value).length, is.minProperties, is.maxProperties, 'entries', problems);
  }
  if (is.atMostOne === undefined) { return; }
  for (const fields of is.atMostOne) {
    const there = fields.filter(field => hasField(value, field));
    if (there.length > 1) { problems.add('choice', `at most one of ${there.join(' and ')} may be set`); }
  }
}
