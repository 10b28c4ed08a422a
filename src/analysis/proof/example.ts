import type { AccessSpace } from '../access-sets';
import type { Point, ProductSet } from '../algebra';
import { witness } from '../algebra';

/** One point of a set: a request, as far as it matters. */
export type Example = Point;

/** One point of a set, as ordinary as possible. */
export function exampleOf(space: AccessSpace, set: ProductSet): Example {
  const { sets, strings } = space.algebra;
  return witness(sets, set, [
    space.has(space.method, strings.oneOf(['GET', 'POST', 'PUT', 'DELETE'])),
    sets.where(space.path, strings.prefix('/')),
  ]) ?? new Map();
}

/**
 * The request in words.
 *
 * @param sender who sends it, where the example itself does not say
 */
export function exampleText(example: Example, sender?: string): string {
  const [principal, method, path, host] = ['principal', 'method', 'path', 'host'].map(name => example.get(name));
  const who = sender !== undefined ? sender : typeof principal === 'string' ? principal : example.has('principal') ? 'a caller without identity' : 'anybody';
  const what = typeof method === 'string' ? [method, ...typeof path === 'string' ? [path] : []].join(' ')
    : typeof path === 'string' ? `requests for ${path}` : '';
  const where = typeof host === 'string' ? ` (host ${host})` : '';
  const headers = [...example].filter(([name, value]) => name.startsWith('header:') && typeof value === 'string')
    .map(([name, value]) => `${name.slice('header:'.length)}: ${String(value)}`);
  const further = headers.length > 0 ? ` with ${headers.sort().map(header => `'${header}'`).join(' and ')}` : '';
  return what ? `'${what}'${where}${further} of ${who}` : `${who}${where}${further}`;
}
