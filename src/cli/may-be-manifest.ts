import { isObject, valueAt } from '../analysis/json';

/*
 * A folder holds more than manifests: values of Helm, descriptions of APIs, workflows of CI. Who looks for holes in a mesh must know
 * of everything that may be a manifest, so only what no API server would take is passed over, and nothing that looks like a
 * manifest with a mistake in it.
 */

/** A template, a key that says what an object is, or one that may say it in escapes or by an alias. */
const MAY_BE = /\{\{|(?:^|[{,\s])["']?(?:kind|apiVersion)["']?\s*:|"[^"\n]*\\[^"]*"\s*:|(?:^|[{,\s])\*[^\s,\]}]+\s+:/i;

/** Whether a document, or a text that cannot be parsed, may be meant as a manifest. */
export function mayBeManifest(value: unknown): boolean {
  if (typeof value === 'string') { return MAY_BE.test(value); }
  if (!isObject(value)) { return false; }
  const has = (key: string): boolean => valueAt(value, key) !== undefined;
  const keys = Object.keys(value).map(key => key.toLowerCase());
  return keys.includes('kind') || has('metadata') || (keys.includes('apiversion') && (has('spec') || has('items')));
}

/** Lists in lists that nobody writes. */
const MAX_LISTS = 8;

/** Why an object is no manifest; undefined where it is one. */
export function kindProblem(object: unknown, place: string, depth = 0): string | undefined {
  if (depth > MAX_LISTS) { return `${place}: lists are nested too deeply`; }
  if (!isObject(object)) { return `${place}: a manifest must be an object, not ${Array.isArray(object) ? 'a list' : `a ${typeof object}`}`; }
  const kind = valueAt(object, 'kind');
  if (typeof kind !== 'string' || kind === '') { return `${place}: this object has no kind`; }
  const items = valueAt(object, 'items');
  if (kind !== 'List' || !Array.isArray(items)) { return undefined; }
  for (const [i, item] of items.entries()) {
    const problem = item === null ? undefined : kindProblem(item, `${place}: items[${i}]`, depth + 1);
    if (problem !== undefined) { return problem; }
  }
  return undefined;
}
