import type { Condition } from './custom-node';
import { hasFormat } from './formats/format';
import type { JsonObject } from '../../json';
import { isObject } from '../../json';

/** Whether a value is as a condition says. */
export function meets(value: unknown, condition: Condition): boolean {
  const { type, format, enum: values, required, properties, oneOf, anyOf, allOf, not } = condition;
  return (type === undefined || hasType(value, type))
    && (format === undefined || (typeof value === 'string' && hasFormat(format, value)))
    && (values === undefined || values.includes(value))
    && (required === undefined || !isObject(value) || required.every(field => hasField(value, field)))
    && (properties === undefined || !isObject(value) || Object.entries(properties)
      .every(([field, inner]) => !hasField(value, field) || meets(value[field], inner)))
    && (oneOf === undefined || oneOf.filter(inner => meets(value, inner)).length === 1)
    && (anyOf === undefined || anyOf.some(inner => meets(value, inner)))
    && (allOf === undefined || allOf.every(inner => meets(value, inner)))
    && (not === undefined || !meets(value, not));
}

/** Whether an object has a field of its own. What is undefined is lost when the object is written down. */
export function hasField(object: JsonObject, field: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, field) && object[field] !== undefined;
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object': return isObject(value);
    case 'array': return Array.isArray(value);
    case 'integer': return isInteger(value);
    default: return typeof value === type;
  }
}

/** Whether a number is one that the API server holds as an integer of 64 bits. */
export function isInteger(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63;
}
