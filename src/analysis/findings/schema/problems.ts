import type { ProblemKind, SchemaProblem } from './schema-problem';
import { isObject } from '../../json';

type Key = string | number;

const PLAIN_KEY = /^[A-Za-z_][\w-]*$/;
const LONGEST_VALUE = 60;

/** Collects what is wrong with one object, and knows where in the object the check is. */
export class Problems {
  public readonly all: SchemaProblem[] = [];
  private readonly keys: Key[] = [];

  public get count(): number { return this.all.length; }

  public within<T>(key: Key, check: () => T): T {
    this.keys.push(key);
    try {
      return check();
    } finally {
      this.keys.pop();
    }
  }

  /** To be left with `leave`. For checks that run for every value, where a function each would cost too much. */
  public enter(key: Key): void { this.keys.push(key); }

  public leave(): void { this.keys.pop(); }

  public add(kind: ProblemKind, message: string): void {
    this.all.push({ kind, path: this.path(), message });
  }

  /** A problem of something below. */
  public addAt(key: Key, kind: ProblemKind, message: string): void {
    this.within(key, () => this.add(kind, message));
  }

  private path(): string {
    return this.keys.reduce<string>((path, key) => {
      if (typeof key === 'number') { return `${path}[${key}]`; }
      if (!PLAIN_KEY.test(key)) { return `${path}[${JSON.stringify(key)}]`; }
      return path === '' ? key : `${path}.${key}`;
    }, '');
  }
}

/** A value as messages show it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) { return value.length === 0 ? 'an empty list' : 'a list'; }
  if (isObject(value)) { return Object.keys(value).length === 0 ? 'an empty object' : 'an object'; }
  if (typeof value === 'string') { return value.length > LONGEST_VALUE ? `'${value.slice(0, LONGEST_VALUE)}…'` : `'${value}'`; }
  return String(value);
}

export function typeName(value: unknown): string {
  if (value === null || value === undefined) { return 'null'; }
  if (Array.isArray(value)) { return 'a list'; }
  if (typeof value === 'object') { return 'an object'; }
  return typeof value === 'string' ? `the text ${shown(value)}` : `${shown(value)}`;
}
