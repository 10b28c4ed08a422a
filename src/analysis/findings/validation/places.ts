import { isObject, valueAt } from '../../json';
import type { Element } from '../../model';
import { Cursor } from '../cursor';
import type { Found } from '../rule';
import type { World } from '../world/world';

/** A kind of object, whatever its version. */
export interface KindOfObject {
  readonly kind: string;
  readonly group: string;
}

/** A place in an object of the manifests. */
export interface Place {
  readonly object: Element;
  readonly at: Cursor;
}

type Step = '[]' | '{}' | { readonly key: string };

/**
 * Where objects of a kind have something at one of these paths, such as `spec.http[].match[].headers{}`: `[]` stands for each
 * item of a list, `{}` for each entry of an object.
 */
export function* places(world: World, kind: KindOfObject, ...paths: readonly string[]): Iterable<Place> {
  for (const object of world.objects(kind.kind, kind.group)) {
    const root = Cursor.of(object.object);
    for (const path of paths) {
      for (const at of within(root, path)) { yield { object, at }; }
    }
  }
}

/** The spec of every object of a kind, also where it has none. */
export function* specs(world: World, kind: KindOfObject): Iterable<Place> {
  for (const object of world.objects(kind.kind, kind.group)) { yield { object, at: Cursor.of(object.object, 'spec') }; }
}

/** What is below a place by a path as that of `places`. */
export function within(cursor: Cursor, path: string): readonly Cursor[] {
  const steps = stepsOf(path);
  if (!isThere(cursor.value, steps, 0)) { return []; }
  return steps.reduce<readonly Cursor[]>((reached, step) => reached.flatMap(from => below(from, step)), [cursor]);
}

/** What a check says of every place, where it says anything. */
export function* refused(found: Iterable<Place>, check: (at: Cursor, object: Element) => string | undefined): Iterable<Found> {
  for (const { object, at } of found) {
    const message = check(at, object);
    if (message !== undefined) { yield { object, path: at.path, message }; }
  }
}

/** A check of texts, for places that hold one; the rest is the API server's to refuse. */
export function ofText(check: (text: string) => string | undefined): (at: Cursor) => string | undefined {
  return at => at.string === undefined ? undefined : check(at.string);
}

/** Whether the steps lead anywhere. Most do not, and finding that out makes no places. */
function isThere(value: unknown, steps: readonly Step[], i: number): boolean {
  if (value === undefined || value === null) { return i === steps.length && i > 0 && isEach(steps[i - 1]); }
  if (i === steps.length) { return true; }
  const step = steps[i];
  if (step === '[]') { return Array.isArray(value) && value.some(item => isThere(item, steps, i + 1)); }
  if (!isObject(value)) { return false; }
  return step === '{}' ? Object.values(value).some(entry => isThere(entry, steps, i + 1)) : isThere(valueAt(value, step.key), steps, i + 1);
}

function isEach(step: Step): boolean {
  return step === '[]' || step === '{}';
}

function below(cursor: Cursor, step: Step): readonly Cursor[] {
  if (step === '[]') { return cursor.items; }
  if (step === '{}') { return cursor.entries.map(([, entry]) => entry); }
  const at = cursor.at(step.key);
  return at.exists ? [at] : [];
}

const known = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  const before = known.get(path);
  if (before !== undefined) { return before; }
  const found = [...path.matchAll(/\[\]|\{\}|[^.[\]{}]+/g)].map(([step]): Step => step === '[]' || step === '{}' ? step : { key: step });
  known.set(path, found);
  return found;
}
