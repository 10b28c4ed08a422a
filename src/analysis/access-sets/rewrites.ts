import type { AccessSpace } from './access-space';
import type { Bounds, Dimension, ProductSet, Value } from '../algebra';
import { dimensionsOf } from '../algebra';
import type { HeaderOperations, HttpRoute } from '../model';

/*
 * What a request has to be before a route changes it, so that afterwards it is among some.
 */

/** Where the sets ask for a value that is not certain, they are not known. */
function blurred(space: AccessSpace, { must, may }: Bounds, dimension: Dimension): Bounds {
  const { sets } = space.algebra;
  return { must: sets.forEvery(must, dimension), may: sets.project(may, dimension) };
}

function at(space: AccessSpace, { must, may }: Bounds, dimension: Dimension, value: Value): Bounds {
  const { sets } = space.algebra;
  return { must: sets.at(must, dimension, value), may: sets.at(may, dimension, value) };
}

function asksFor({ must, may }: Bounds, dimension: Dimension): boolean {
  return [must, may].some(set => dimensionsOf(set).has(dimension));
}

/** Before headers are removed, set and added, in this order. */
export function beforeHeaders(space: AccessSpace, operations: HeaderOperations, after: Bounds): Bounds {
  const { sets, optionalStrings } = space.algebra;
  const isHost = (name: string): boolean => name.toLowerCase() === 'host' || name.toLowerCase() === ':authority';
  let before = after;
  for (const [name, value] of [...operations.add].reverse()) {
    if (isHost(name)) {
      before = at(space, before, space.host, value);
      continue;
    }
    const header = space.header(name.toLowerCase());
    if (!asksFor(before, header)) { continue; }
    const absent = space.among(header, optionalStrings.absent);
    const added = at(space, before, header, value);
    const joined = blurred(space, before, header);
    const either = (a: ProductSet, b: ProductSet): ProductSet => sets.union(sets.intersection(absent, a), sets.difference(b, absent));
    before = { must: either(added.must, joined.must), may: either(added.may, joined.may) };
  }
  for (const [name, value] of [...operations.set].reverse()) {
    before = at(space, before, isHost(name) ? space.host : space.header(name.toLowerCase()), value);
  }
  for (const name of operations.remove) { before = at(space, before, space.header(name.toLowerCase()), undefined); }
  return before;
}

/** A path that no normalization changes, so that it arrives as it is. */
const PLAIN = /^(\/[A-Za-z0-9_-]+)*\/?$/;

/** Before a rule rewrites path and host. */
export function beforeRewrite(space: AccessSpace, rule: HttpRoute, after: Bounds): Bounds {
  const { rewrite } = rule;
  if (rewrite === undefined) { return after; }
  const before = rewrite.authority === undefined ? after : at(space, after, space.host, rewrite.authority);
  if ((rewrite.uri === undefined && rewrite.regex === undefined) || !asksFor(before, space.path)) { return before; }
  const { uri = '' } = rewrite;
  const whole = rewrite.regex === undefined && PLAIN.test(uri) && uri !== ''
    && rule.matches.length > 0 && rule.matches.every(match => match.uri !== undefined && match.uri.form !== 'prefix');
  return whole ? at(space, before, space.path, uri) : blurred(space, before, space.path);
}
