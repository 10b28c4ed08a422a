import type { Random } from './random';
import { NUMBERS, OTHERS, TEXTS } from './values';

type Container = Record<string | number, unknown>;

interface Place {
  readonly container: Container;
  readonly key: string | number;
}

/** A copy of an object in which one or a few places are not as they were, and what was done there. */
export function mutate(
  object: Readonly<Record<string, unknown>>, random: Random,
): { readonly object: Record<string, unknown>; readonly change: string } {
  const copy = clone(object) as Record<string, unknown>;
  const changes = [];
  for (let i = random.pick([1, 1, 1, 2]); i > 0; i--) {
    const places = placesIn(copy);
    if (places.length > 0) { changes.push(change(random.pick(places), random)); }
  }
  return { object: copy, change: changes.join(', then ') };
}

function change({ container, key }: Place, random: Random): string {
  const value = container[key];
  const mutations: (() => string)[] = [
    () => { remove(container, key); return `drop ${key}`; },
    () => set(random.pick(OTHERS), 'another type'),
    () => { container.unknownField = clone(random.pick(OTHERS)); return 'an unknown field'; },
    () => set(null, 'null'),
  ];
  if (typeof value === 'string') { mutations.push(...repeat(4, () => set(random.pick(TEXTS), 'another text')), () => set('', 'an empty text'), () => set(misspelt(value, random), 'misspelt')); }
  if (typeof value === 'number') { mutations.push(...repeat(4, () => set(random.pick(NUMBERS), 'another number'))); }
  if (Array.isArray(value)) {
    mutations.push(() => set([], 'an empty list'), () => set(Array.from({ length: 300 }, () => value[0]), 'a long list'), ...repeat(3, () => set([...value, ...clone(value) as unknown[]], 'items twice')));
  } else if (typeof value === 'object' && value !== null) {
    mutations.push(() => set({}, 'an empty object'), () => set([clone(value)], 'a list'));
  }
  if (!Array.isArray(container)) {
    mutations.push(() => { container[misspelt(String(key), random)] = value; remove(container, key); return `${key} misspelt`; });
  }
  if (key === 'apiVersion') { mutations.push(...repeat(4, () => set(String(value).replace(/v\w+$/, random.pick(['v1', 'v1beta1', 'v1alpha3', 'v1alpha2', 'v2'])), 'another version'))); }
  return random.pick(mutations)();

  function set(to: unknown, what: string): string {
    container[key] = clone(to);
    return `${key}: ${what}`;
  }
}

function repeat<T>(count: number, value: T): T[] {
  return Array<T>(count).fill(value);
}

function misspelt(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  return random.pick([text.slice(0, at) + text.slice(at + 1), `${text.slice(0, at)}x${text.slice(at)}`, text.toUpperCase(), text.slice(0, 1).toUpperCase() + text.slice(1)]);
}

function remove(container: Container, key: string | number): void {
  if (Array.isArray(container)) { container.splice(Number(key), 1); } else { delete container[key]; }
}

/** Every place, but for kind: an object of no kind is none. */
function placesIn(value: unknown, depth = 0): Place[] {
  if (typeof value !== 'object' || value === null) { return []; }
  const container = value as Container;
  return Object.keys(container).filter(key => depth > 0 || key !== 'kind').flatMap(key => [
    { container, key: Array.isArray(value) ? Number(key) : key }, ...placesIn(container[key], depth + 1),
  ]);
}

function clone(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
