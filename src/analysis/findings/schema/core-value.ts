import { durationOf } from './cel/duration';
import type { CoreNode } from './core-node';
import { isQuantity } from './formats/quantity';
import { isTime } from './formats/time';
import type { Problems } from './problems';
import { typeName } from './problems';
import { reportUnknownField } from './suggestion';
import { isObject } from '../../json';

const TYPE_NAMES = {
  'object': 'an object',
  'map': 'an object',
  'list': 'a list',
  'string': 'a text',
  'boolean': 'true or false',
  'int32': 'an integer of 32 bits',
  'int64': 'an integer',
  'bytes': 'base64',
  'quantity': "a quantity such as '100m' or '64Mi'",
  'time': "a time such as '2006-01-02T15:04:05Z'",
  'micro-time': 'a time',
  'duration': "a duration such as '1m30s'",
  'int-or-string': 'an integer of 32 bits or a text',
  'any': 'anything',
} as const;

/** Checks a value as the API server reads it into a type of its own: strictly, but for null, which is as good as absent everywhere. */
export function checkTyped(value: unknown, node: CoreNode, problems: Problems): void {
  if (value === null || value === undefined) { return; }
  if (!hasType(value, node)) {
    problems.add('type', `this must be ${TYPE_NAMES[node.type]}, not ${typeName(value)}`);
  } else if (Array.isArray(value)) {
    if (node.type !== 'list') { return; }
    const { inner } = node;
    for (let i = 0; i < value.length; i++) {
      problems.enter(i);
      checkTyped(value[i], inner, problems);
      problems.leave();
    }
  } else if (isObject(value) && node.type !== 'any') {
    const values = node.type === 'map' ? node.inner : undefined;
    for (const key of Object.keys(value)) {
      const field = values ?? node.field(key);
      // Most of what there is is a text where a text may be.
      if (field?.type === 'string' && typeof value[key] === 'string') { continue; }
      problems.enter(key);
      if (field !== undefined) {
        checkTyped(value[key], field, problems);
      } else if (value[key] !== undefined) {
        reportUnknownField(key, node.names, problems);
      }
      problems.leave();
    }
  }
}

function hasType(value: unknown, { type }: CoreNode): boolean {
  switch (type) {
    case 'object': case 'map': return isObject(value);
    case 'list': return Array.isArray(value);
    case 'string': return typeof value === 'string';
    case 'boolean': return typeof value === 'boolean';
    case 'int32': return isInt(value, 32);
    case 'int64': return isInt(value, 64);
    case 'int-or-string': return typeof value === 'string' || isInt(value, 32);
    case 'bytes': return typeof value === 'string' ? isBase64(value) : isBytes(value);
    case 'quantity': return (typeof value === 'string' || typeof value === 'number') && isQuantity(String(value));
    case 'time': case 'micro-time': return typeof value === 'string' && isTime(value);
    case 'duration': return typeof value === 'string' && durationOf(value) !== undefined;
    case 'any': return true;
  }
}

function isInt(value: unknown, bits: 32 | 64): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** (bits - 1)) && value < 2 ** (bits - 1);
}

function isBytes(value: unknown): boolean {
  return Array.isArray(value) && value.every(item => item === null || isInt(item, 32) && item >= 0 && item < 256);
}

function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''));
}

