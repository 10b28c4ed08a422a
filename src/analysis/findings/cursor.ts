import type { JsonObject } from '../json';
import { isObject, valueAt } from '../json';

/**
 * A place in an object that nobody has validated: what is there, and its path. What is of another type than asked for reads as
 * absent; the rules of the API server tell of that.
 */
export class Cursor {
  public static of(object: JsonObject, ...keys: readonly string[]): Cursor {
    let cursor = new Cursor(object);
    for (const key of keys) { cursor = cursor.at(key); }
    return cursor;
  }

  private constructor(public readonly value: unknown, private readonly around?: Cursor, private readonly key: string | number = '') {}

  /** Where this is, as it is told: put together when it is asked for, which it seldom is. */
  public get path(): string {
    return this.around === undefined ? '' : pathTo(this.around.path, this.key);
  }

  /** What is at a key, or at keys within each other. */
  public at(key: string, inner?: string, third?: string, fourth?: string): Cursor {
    const cursor = new Cursor(valueAt(this.value, key), this, key);
    return inner === undefined ? cursor : cursor.at(inner, third, fourth);
  }

  /** Whether anything is here. An empty object is something, null is nothing. */
  public get exists(): boolean { return this.value !== undefined && this.value !== null; }

  /** The places of a list; none where there is no list. */
  public get items(): readonly Cursor[] {
    if (!Array.isArray(this.value)) { return NONE; }
    const items: Cursor[] = [];
    for (let i = 0; i < this.value.length; i++) { items.push(new Cursor(this.value[i], this, i)); }
    return items;
  }

  /** The place of an item of a list. */
  public item(i: number): Cursor {
    return new Cursor(Array.isArray(this.value) ? this.value[i] : undefined, this, i);
  }

  /** How many items a list has; none where there is no list. */
  public get length(): number { return Array.isArray(this.value) ? this.value.length : 0; }

  /** The places of an object by their keys; none where there is no object. */
  public get entries(): readonly (readonly [string, Cursor])[] {
    const entries: (readonly [string, Cursor])[] = [];
    for (const [key, value] of Object.entries(this.object ?? {})) { entries.push([key, new Cursor(value, this, key)]); }
    return entries;
  }

  public get object(): JsonObject | undefined { return isObject(this.value) ? this.value : undefined; }

  public get string(): string | undefined { return typeof this.value === 'string' ? this.value : undefined; }

  public get number(): number | undefined { return typeof this.value === 'number' ? this.value : undefined; }

  public get boolean(): boolean | undefined { return typeof this.value === 'boolean' ? this.value : undefined; }
}

const NONE: readonly Cursor[] = [];
const PLAIN_KEY = /^[A-Za-z_][\w-]*$/;

function pathTo(path: string, key: string | number): string {
  if (typeof key === 'number') { return `${path}[${key}]`; }
  if (!PLAIN_KEY.test(key)) { return `${path}[${JSON.stringify(key)}]`; }
  return path === '' ? key : `${path}.${key}`;
}

/** The keys and indices of a path as cursors write it. */
export function keysOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[]+)/g)].map(([, index, quoted, plain]) =>
    (index !== undefined ? Number(index) : quoted !== undefined ? JSON.parse(quoted) as string : plain));
}
