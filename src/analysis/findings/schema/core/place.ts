import { isObject, valueAt } from '../../../json';
import type { NameRule } from '../formats/names';
import type { Problems } from '../problems';
import { shown } from '../problems';
import type { ProblemKind } from '../schema-problem';

/** A place in an object whose types have been checked. What is null or absent reads as the empty value of its type, as in Go. */
export class Place {
  public static root(object: unknown, problems: Problems): Place {
    return new Place(object, problems);
  }

  private constructor(
    public readonly value: unknown, private readonly problems: Problems, private readonly parent?: Place, private readonly key: string | number = '',
  ) {}

  /** What is at a key, or at keys within each other. */
  public at(key: string, inner?: string, third?: string): Place {
    const place = new Place(valueAt(this.value, key), this.problems, this, key);
    return inner === undefined ? place : place.at(inner, third);
  }

  /** The text at a key. */
  public textAt(key: string): string {
    const value = valueAt(this.value, key);
    return typeof value === 'string' ? value : '';
  }

  public get exists(): boolean { return this.value !== undefined && this.value !== null; }

  public get text(): string { return typeof this.value === 'string' ? this.value : ''; }

  public get number(): number { return typeof this.value === 'number' ? this.value : 0; }

  public get isTrue(): boolean { return this.value === true; }

  public get items(): readonly Place[] {
    if (!Array.isArray(this.value)) { return NONE; }
    const items: Place[] = [];
    for (let i = 0; i < this.value.length; i++) { items.push(new Place(this.value[i] ?? undefined, this.problems, this, i)); }
    return items;
  }

  public get length(): number { return Array.isArray(this.value) ? this.value.length : 0; }

  public get texts(): readonly string[] { return this.items.map(({ text }) => text); }

  public get keys(): readonly string[] { return isObject(this.value) ? Object.keys(this.value) : NO_KEYS; }

  /** The entries of a map. */
  public get entries(): readonly (readonly [string, Place])[] { return this.keys.map(key => [key, this.at(key)] as const); }

  public report(kind: ProblemKind, message: string): void {
    this.enter();
    this.problems.add(kind, message);
    for (let place: Place | undefined = this.parent; place !== undefined; place = place.parent) { this.problems.leave(); }
  }

  /** Reports what is absent or empty; returns whether something is there. */
  public needed(what: string = 'this is missing or empty'): boolean {
    const there = this.exists && this.value !== '' && !(Array.isArray(this.value) && this.value.length === 0);
    if (!there) { this.report('required', what); }
    return there;
  }

  /** A text that is there must be one of these. */
  public oneOf(...values: readonly string[]): void {
    if (this.exists && !values.includes(this.text)) { this.report('enum', `${shown(this.text)} is none of ${values.join(', ')}`); }
  }

  /** As `oneOf`, for fields of which the API server sets the empty text to a default. */
  public emptyOrOneOf(...values: readonly string[]): void {
    if (this.text !== '') { this.oneOf(...values); }
  }

  /** A text that is not empty must be as a rule says. */
  public named(rule: NameRule): void {
    const problem = this.text === '' ? undefined : rule(this.text);
    if (problem !== undefined) { this.report('format', `${shown(this.text)} ${problem}`); }
  }

  public neededNamed(rule: NameRule): void {
    if (this.needed()) { this.named(rule); }
  }

  /** A number that is there must lie between two others. */
  public between(least: number, most: number = 2 ** 31 - 1): void {
    if (this.exists && (this.number < least || this.number > most)) {
      this.report('bounds', most === 2 ** 31 - 1 ? `${this.number} is less than ${least}` : `${this.number} is not between ${least} and ${most}`);
    }
  }

  public forbidden(why: string): void {
    if (this.exists) { this.report('object', why); }
  }

  /** Reports items that have a text in common with one before them. */
  public distinct(of: (item: Place) => Place): void {
    if (this.length < 2) { return; }
    const seen = new Set<string>();
    for (const item of this.items) {
      const place = of(item);
      if (place.text !== '' && seen.has(place.text)) { place.report('duplicate', `${shown(place.text)} is there twice`); }
      seen.add(place.text);
    }
  }

  private enter(): void {
    if (this.parent === undefined) { return; }
    this.parent.enter();
    this.problems.enter(this.key);
  }
}

const NONE: readonly Place[] = [];
const NO_KEYS: readonly string[] = [];
