/*
 * The functions of CEL that translated rules call. They throw where CEL's fail. The types of arguments are those of the schema,
 * which is checked before any rule is asked.
 */
import { durationOf } from './duration';
import { urlOf } from './url';
import { isObject } from '../../../json';
import { isAddress } from '../formats/ip-address';
import { matchesPattern } from '../formats/pattern';

export class CelFailure extends Error {}

/** Whether a field is there. A field that is null is not. */
export function has(object: unknown, field: string): boolean {
  return isObject(object) && Object.prototype.hasOwnProperty.call(object, field) && object[field] !== null && object[field] !== undefined;
}

export function get(object: any, field: string): any {
  if (!has(object, field)) { throw new CelFailure(`no such key: ${field}`); }
  return object[field];
}

export function at(list: any, index: any): any {
  if (!Array.isArray(list)) { return get(list, index); }
  if (!(index in list)) { throw new CelFailure(`index out of bounds: ${index}`); }
  return list[index];
}

/** What decides wins over what fails, on whichever side it stands. */
export function and(left: () => boolean, right: () => boolean): boolean {
  return decide([left, right], false);
}

export function or(left: () => boolean, right: () => boolean): boolean {
  return decide([left, right], true);
}

export function all(range: any, holds: (item: any) => boolean): boolean {
  return decide(itemsOf(range).map(item => () => holds(item)), false);
}

export function exists(range: any, holds: (item: any) => boolean): boolean {
  return decide(itemsOf(range).map(item => () => holds(item)), true);
}

export function existsOne(range: any, holds: (item: any) => boolean): boolean {
  return filter(range, holds).length === 1;
}

export function filter(range: any, holds: (item: any) => boolean): any[] {
  return itemsOf(range).filter(holds);
}

function decide(terms: readonly (() => boolean)[], deciding: boolean): boolean {
  let failure: unknown;
  for (const term of terms) {
    try {
      if (term() === deciding) { return deciding; }
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) { throw failure; }
  return !deciding;
}

/** What a macro goes through: the items of a list, the keys of a map. */
function itemsOf(range: any): readonly any[] {
  return Array.isArray(range) ? range : Object.keys(range);
}

export function isIn(item: any, range: any): boolean {
  return Array.isArray(range) ? range.some(other => equal(item, other)) : has(range, item);
}

export function equal(a: any, b: any): boolean {
  if (a === b) { return true; }
  if (Array.isArray(a) && Array.isArray(b)) { return a.length === b.length && a.every((item, i) => equal(item, b[i])); }
  if (!isObject(a) || !isObject(b)) { return false; }
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => Object.prototype.hasOwnProperty.call(b, key) && equal(a[key], b[key]));
}

/** Of a text its characters, not the units that JavaScript counts. */
export function size(value: any): number {
  if (typeof value === 'string') { return characters(value).length; }
  return itemsOf(value).length;
}

export function substring(text: string, start: number, end?: number): string {
  const letters = characters(text);
  const stop = end ?? letters.length;
  if (start < 0 || stop > letters.length || start > stop) { throw new CelFailure(`index out of range: ${start}, ${stop}`); }
  return letters.slice(start, stop).join('');
}

function characters(text: string): readonly string[] {
  return [...text];
}

const LARGEST = 2n ** 63n - 1n;

export function int(text: string): number {
  if (!/^[-+]?\d+$/.test(text)) { throw new CelFailure(`type conversion error: '${text}'`); }
  const value = BigInt(text.replace(/^\+/, ''));
  if (value > LARGEST || value < -LARGEST - 1n) { throw new CelFailure(`type conversion error: '${text}'`); }
  return Number(value);
}

export function duration(text: string): bigint {
  const value = durationOf(text);
  if (value === undefined) { throw new CelFailure(`invalid duration: '${text}'`); }
  return value;
}

export function matches(text: string, pattern: string): boolean {
  return matchesPattern(pattern, text);
}

export function isURL(text: string): boolean {
  return urlOf(text) !== undefined;
}

export function url(text: string): { readonly scheme: string } {
  const value = urlOf(text);
  if (value === undefined) { throw new CelFailure(`URL parse error: '${text}'`); }
  return value;
}

export function getScheme(value: { readonly scheme: string }): string {
  return value.scheme;
}

export function isIP(text: string): boolean {
  return isAddress(text);
}
