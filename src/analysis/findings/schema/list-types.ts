import type { Problems } from './problems';
import { shown } from './problems';
import { isObject } from '../../json';

/** Reports items that are twice in a list of which each may be there once: by their keys, or, without keys, as a whole. */
export function checkUnique(list: readonly unknown[], keys: readonly string[], problems: Problems): void {
  if (list.length < 2) { return; }
  const seen = new Set<string>();
  for (const [i, item] of list.entries()) {
    const identity = keys.length === 0 ? canonical(item) : canonical(keys.map(key => isObject(item) ? item[key] ?? null : null));
    if (seen.has(identity)) {
      const what = keys.length === 0 ? shown(item) : keys.map(key => `${key} ${isObject(item) ? shown(item[key]) : ''}`).join(', ');
      problems.addAt(i, 'duplicate', `an item before this has the same ${keys.length === 0 ? `value, ${what}` : what}`);
    }
    seen.add(identity);
  }
}

/** The same text for the same value, in whatever order its fields are written. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) { return `[${value.map(canonical).join(',')}]`; }
  if (!isObject(value)) { return JSON.stringify(value) ?? 'null'; }
  return `{${Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}
