import type { JsonObject } from '../json';
import { isObject, valueAt } from '../json';

/**
 * A place in an object that nobody has validated: what is there, and its path. What is of another type than asked for reads as
 * absent; the rules of the API server tell of that.
 */
export class Cursor {
  public static of(object: JsonObject, ...keys: readonly string[]): Cursor {
    return new Cursor(object).at(...keys);
  }

  private constructor(public readonly value: unknown, private readonly around?: Cursor, private readonly key: string | number = '') {}

  /** Where this is, as it is told: put together when it is asked for, which it seldom is. */
  public get path(): string {
    return this.around === undefined ? '' : pathTo(this.around.path, this.key);
  }

  public at(...keys: readonly string[]): Cursor {
    let cursor: Cursor = this;
    for (const key of keys) { cursor = new Cursor(valueAt(cursor.value, key), cursor, key); }
    return cursor;
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
