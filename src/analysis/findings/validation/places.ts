import { isObject } from '../../json';
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

/**
 * Where objects of a kind have something at one of these paths, such as `spec.http[].match[].headers{}`: `[]` stands for each
 * item of a list, `{}` for each entry of an object. The objects come in their order, and the paths of each in theirs.
 */
export function places(world: World, kind: KindOfObject, ...paths: readonly string[]): readonly Place[] {
  const objects = world.objects(kind.kind, kind.group);
  if (objects.length === 0) { return NOWHERE; }
  const found: (readonly Place[])[] = [];
  for (const path of paths) {
    const list = placesAt(world, kind, path);
    if (list.length > 0) { found.push(list); }
  }
  return found.length === 0 ? NOWHERE : found.length === 1 ? found[0] : byObject(objects, found);
}

/** Whether any object of a kind has something at one of these paths: a rule about that need not look where none has. */
export function areThere(world: World, kind: KindOfObject, ...paths: readonly string[]): boolean {
  return paths.some(path => placesAt(world, kind, path).length > 0);
}

/** The spec of every object of a kind, also where it has none. */
export function specs(world: World, kind: KindOfObject): readonly Place[] {
  return world.objects(kind.kind, kind.group).map(object => ({ object, at: Cursor.of(object.object, 'spec') }));
}

/** What is below a place by a path as that of `places`. */
export function within(cursor: Cursor, path: string): readonly Cursor[] {
  let reached: readonly Cursor[] = [cursor];
  for (const step of stepsOf(path)) {
    if (reached.length === 0) { break; }
    reached = reached.length === 1 ? below(reached[0], step) : reached.flatMap(from => below(from, step));
  }
  return reached;
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

const NOWHERE: readonly Place[] = [];

/** `[]`, `{}`, or a key. */
type Step = string;

/** What is reached by some steps, and from there by one more. Most rules ask for what no object has: the rest of their paths is not walked. */
class Reached {
  private readonly next = new Map<Step, Reached>();
  private keys?: ReadonlySet<string>;

  public constructor(public readonly all: readonly Place[]) {}

  public by(step: Step): Reached {
    let reached = this.next.get(step);
    if (reached === undefined) { this.next.set(step, reached = new Reached(this.follow(step))); }
    return reached;
  }

  private follow(step: Step): readonly Place[] {
    if (!isEach(step)) {
      this.keys ??= keysIn(this.all);
      if (!this.keys.has(step)) { return NOWHERE; }
    }
    const found: Place[] = [];
    for (const { object, at } of this.all) {
      if (step === '[]') {
        for (let i = 0; i < at.length; i++) { found.push({ object, at: at.item(i) }); }
      } else if (step === '{}') {
        for (const [, next] of at.entries) { found.push({ object, at: next }); }
      } else {
        const next = at.at(step);
        if (next.exists) { found.push({ object, at: next }); }
      }
    }
    return found;
  }
}

function placesAt(world: World, kind: KindOfObject, path: string): readonly Place[] {
  const kinds = world.once(makeRoots);
  const key = `${kind.kind}.${kind.group}`;
  let reached = kinds.get(key);
  if (reached === undefined) {
    reached = new Reached(world.objects(kind.kind, kind.group).map(object => ({ object, at: Cursor.of(object.object) })));
    kinds.set(key, reached);
  }
  for (const step of stepsOf(path)) {
    reached = reached.by(step);
    if (reached.all.length === 0) { return NOWHERE; }
  }
  return reached.all;
}

function makeRoots(): Map<string, Reached> {
  return new Map();
}

function keysIn(list: readonly Place[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { at: { value } } of list) {
    if (!isObject(value)) { continue; }
    for (const key of Object.keys(value)) { keys.add(key); }
  }
  return keys;
}

/** Lists that are each in the order of the objects, as one. */
function byObject(objects: readonly Element[], lists: readonly (readonly Place[])[]): readonly Place[] {
  const merged: Place[] = [];
  const next = lists.map(() => 0);
  for (const object of objects) {
    for (let i = 0; i < lists.length; i++) {
      for (; lists[i][next[i]]?.object === object; next[i]++) { merged.push(lists[i][next[i]]); }
    }
  }
  return merged;
}

function isEach(step: Step): boolean {
  return step === '[]' || step === '{}';
}

function below(cursor: Cursor, step: Step): readonly Cursor[] {
  if (step === '[]') { return cursor.items; }
  if (step === '{}') { return cursor.entries.map(([, entry]) => entry); }
  const at = cursor.at(step);
  return at.exists ? [at] : [];
}

const known = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  let steps = known.get(path);
  if (steps === undefined) { known.set(path, steps = path.match(/\[\]|\{\}|[^.[\]{}]+/g) ?? []); }
  return steps;
}
