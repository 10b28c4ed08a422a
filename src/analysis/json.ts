/*
 * Readers for JSON that nobody has validated. None of them throws; a value of the wrong type is reported to
 * `Reader.problems`, so that whoever depends on the element can say "unknown" instead of reading it as absent.
 */

export interface JsonObject { readonly [key: string]: unknown }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an own key. Inherited keys (`constructor`, `__proto__`) do not count, null counts as absent. */
export function valueAt(object: unknown, key: string): unknown {
  if (!isObject(object)) { return undefined; }
  // Most keys that are asked for are not there: that is found out first.
  const value = object[key];
  return value === undefined || value === null || !Object.prototype.hasOwnProperty.call(object, key) ? undefined : value;
}

/** Follows keys, and indices of lists, without complaint: undefined wherever the path ends early. */
export function dig(object: unknown, ...keys: string[]): unknown {
  let at = object;
  for (const key of keys) { at = Array.isArray(at) ? at[Number(key)] ?? undefined : valueAt(at, key); }
  return at;
}

export function stringOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

/** A map of strings; entries of other types are left out. */
export function stringMap(value: unknown): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  if (isObject(value)) {
    for (const [key, entry] of Object.entries(value)) {
      if (typeof entry === 'string') { map.set(key, entry); }
    }
  }
  return map;
}

/**
 * Reads one object, remembering what it could not read.
 */
export class Reader {
  /** @param step the path from the parent, or of the whole; in a list at a place of it */
  public constructor(
    public readonly value: unknown, private readonly step: string = '', public readonly problems: string[] = [],
    private readonly parent?: Reader, private readonly place?: number,
  ) {}

  /** A reader of what is at a key; a reader of undefined where there is nothing or no object. */
  public object(key: string): Reader {
    const value = valueAt(this.value, key);
    if (value !== undefined && !isObject(value)) {
      this.wrong(key, 'an object', value);
      return this.child(key, undefined);
    }
    return this.child(key, value);
  }

  /** Whether there is anything here. An empty object is something. */
  public get exists(): boolean { return this.value !== undefined; }

  public has(key: string): boolean { return valueAt(this.value, key) !== undefined; }

  /** Reports keys that nobody knows: a misspelt restriction would be none. */
  public knows(...keys: readonly string[]): this {
    if (isObject(this.value)) {
      for (const key in this.value) {
        if (!keys.includes(key) && this.has(key)) { this.report(`there is no field ${key}`); }
      }
    }
    return this;
  }

  public string(key: string): string | undefined {
    const value = valueAt(this.value, key);
    if (value === undefined) { return undefined; }
    if (typeof value !== 'string') { return this.wrong(key, 'a string', value); }
    return value;
  }

  public boolean(key: string): boolean | undefined {
    const value = valueAt(this.value, key);
    if (value === undefined) { return undefined; }
    if (typeof value !== 'boolean') { return this.wrong(key, 'true or false', value); }
    return value;
  }

  public number(key: string): number | undefined {
    const value = valueAt(this.value, key);
    if (value === undefined) { return undefined; }
    // Protobuf's JSON reads numbers from strings too.
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) { return this.wrong(key, 'a number', value); }
    return number;
  }

  /** The readers of a list's objects; undefined where there is no list. */
  public objects(key: string): readonly Reader[] | undefined {
    const list = this.list(key);
    if (list === undefined) { return undefined; }
    const readers: Reader[] = [];
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      // A null in a list is an empty message, not an absent one.
      if (item === null || isObject(item)) { readers.push(this.child(key, item ?? {}, i)); } else { this.wrong(`${key}[${i}]`, 'an object', item); }
    }
    return readers;
  }

  public strings(key: string): readonly string[] | undefined {
    const list = this.list(key);
    if (list === undefined) { return undefined; }
    const strings: string[] = [];
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (typeof item === 'string') { strings.push(item); } else { this.wrong(`${key}[${i}]`, 'a string', item); }
    }
    return strings;
  }

  public map(key: string): ReadonlyMap<string, string> | undefined {
    const value = valueAt(this.value, key);
    if (value === undefined) { return undefined; }
    if (!isObject(value)) { return this.wrong(key, 'an object', value); }
    for (const [name, entry] of Object.entries(value)) {
      if (typeof entry !== 'string') { this.wrong(`${key}.${name}`, 'a string', entry); }
    }
    return stringMap(value);
  }

  /** Entries of an object whose values are objects, as Istio's header maps. */
  public entries(key: string): readonly (readonly [string, Reader])[] | undefined {
    const value = valueAt(this.value, key);
    if (value === undefined) { return undefined; }
    if (!isObject(value)) { return this.wrong(key, 'an object', value); }
    return Object.keys(value).map(name => {
      const entry = value[name] ?? {};
      if (!isObject(entry)) { this.wrong(`${key}.${name}`, 'an object', entry); }
      return [name, this.child(`${key}.${name}`, isObject(entry) ? entry : {})] as const;
    });
  }

  public report(message: string): void {
    const path = this.path();
    this.problems.push(path === '' ? message : `${path}: ${message}`);
  }

  private list(key: string): readonly unknown[] | undefined {
    const value = valueAt(this.value, key);
    if (value === undefined) { return undefined; }
    if (!Array.isArray(value)) { return this.wrong(key, 'a list', value); }
    return value;
  }

  private child(key: string, value: unknown, place?: number): Reader {
    return new Reader(value, key, this.problems, this, place);
  }

  /** Put together where there is something to report, which is rarely so. */
  private path(): string {
    const own = this.place === undefined ? this.step : `${this.step}[${this.place}]`;
    const before = this.parent?.path() ?? '';
    return before === '' ? own : `${before}.${own}`;
  }

  private wrong(key: string, wanted: string, got: unknown): undefined {
    this.report(`${key} must be ${wanted}, not ${Array.isArray(got) ? 'a list' : got === null ? 'null' : `a ${typeof got}`}`);
    return undefined;
  }
}
