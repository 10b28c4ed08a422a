import type { Conjunction } from './conjunction';
import type { PlannedRoute } from './http-plan';
import { matchesWhole } from './regular-expression';
import type { Effect, Rewrite } from './traffic-model';
import type { HttpOperation } from '../calls/http-operation';
import { PathPattern } from '../calls/path-pattern';

/** A rewrite of which nobody can tell what comes out. */
class Untold extends Error {}

/**
 * What comes to the callee of what a caller sends, where routes rewrite it; undefined where they do not. It is told from the
 * routes that requests of the operation may take, so it may also admit what no request of the caller comes to.
 *
 * @returns the operation, or why it cannot be told
 */
export function arrivalOf(routes: readonly PlannedRoute[], operation: HttpOperation): HttpOperation | string | undefined {
  if (!routes.some(({ effects }) => effects.some(({ slot }) => slot === 'rewrite' || slot === 'authority'))) {
    return undefined;
  }
  try {
    const paths = arrivingPaths(routes, operation);
    const hosts = arrivingHosts(routes, operation);
    return { ...operation, paths, hosts };
  } catch (error) {
    if (error instanceof Untold) {
      return error.message;
    }
    throw error;
  }
}

function arrivingPaths(routes: readonly PlannedRoute[], { methods, paths }: HttpOperation): readonly PathPattern[] | undefined {
  // Any path may be sent, and so may any come.
  if (paths === undefined) {
    return undefined;
  }
  const arriving = new Map<string, PathPattern>();
  for (const path of paths) {
    for (const { match, action, effects } of routes.filter(route => admitsMethod(route.match, methods))) {
      const within = action.kind === 'forward' ? rewritten(path, match, rewriteIn(effects)) : [];
      within.forEach(one => arriving.set(one.text, one));
      if (takesAll(match, path)) {
        break;
      }
    }
  }
  return [...arriving.values()];
}

function arrivingHosts(routes: readonly PlannedRoute[], { methods, hosts }: HttpOperation): readonly string[] | undefined {
  if (hosts === undefined) {
    return undefined;
  }
  const named = routes.filter(({ match, action }) => action.kind === 'forward' && admitsMethod(match, methods)).flatMap(({ effects }) => {
    const authority = effects.find(effect => effect.slot === 'authority');
    return authority ? [authority.host] : hosts;
  });
  return [...new Set(named)];
}

/** The paths that come out of those of a call that meet a match. */
function rewritten(path: PathPattern, match: Conjunction, rewrite: Rewrite | undefined): PathPattern[] {
  if (!mayMeet(path, match)) {
    return [];
  }
  switch (rewrite?.kind) {
    case undefined: return [path];
    case 'path': return [PathPattern.parse(rewrite.to)];
    case 'regex': return rewrite.becomes.map(PathPattern.parse);
    case 'prefix': return [withPrefix(path, match, rewrite)];
  }
}

function withPrefix(path: PathPattern, match: Conjunction, { from, to }: { readonly from: string; readonly to: string }): PathPattern {
  const narrow = match.path?.form === 'exact' || match.path?.form === 'prefix' ? match.path : { form: 'prefix' as const, value: from };
  const moved = (text: string) => PathPattern.parse(to + text.slice(from.length));
  if (narrow.form === 'exact') {
    return moved(narrow.value);
  }
  const literal = path.form === 'template' ? path.text.slice(0, path.text.indexOf('{')) : path.literal;
  if (path.form !== 'suffix' && literal.startsWith(narrow.value)) {
    return moved(path.text);
  }
  if (path.form === 'prefix') {
    return moved(`${narrow.value}*`);
  }
  throw new Untold(`it is not known what becomes of path '${path.text}' where '${from}*' is rewritten to '${to}*'; name the call's paths exactly or by prefix.`);
}

/** May a path of the call meet the match? */
function mayMeet(path: PathPattern, { path: wanted, ignorePathCase }: Conjunction): boolean {
  if (wanted === undefined || wanted.form === 'present' || wanted.form === 'regex') {
    return wanted?.form !== 'regex' || path.form !== 'exact' || matchesWhole(wanted.value, path.text);
  }
  const fold = (text: string) => (ignorePathCase ? text.toLowerCase() : text);
  const expression = (ignorePathCase ? '(?i)' : '') + path.toRegex();
  if (wanted.form === 'exact') {
    return matchesWhole(expression, wanted.value);
  }
  const literal = fold(path.form === 'template' ? path.text.slice(0, path.text.indexOf('{')) : path.literal);
  switch (path.form) {
    case 'exact': return literal.startsWith(wanted.value);
    case 'prefix': case 'template': return literal.startsWith(wanted.value) || wanted.value.startsWith(literal);
    default: return true;
  }
}

/** Is every request for the path taken, whatever else it is? */
function takesAll(match: Conjunction, path: PathPattern): boolean {
  const { path: wanted, method, authority, headers, withoutHeaders, query } = match;
  const further = method ?? authority ?? (headers.size + withoutHeaders.size + query.size > 0 ? true : undefined);
  if (further !== undefined) {
    return false;
  }
  return wanted === undefined || (wanted.form === 'exact' && path.form === 'exact' && wanted.value === path.text)
    || (wanted.form === 'prefix' && path.form !== 'suffix' && path.text.startsWith(wanted.value) && !path.text.slice(0, wanted.value.length).includes('{'));
}

function admitsMethod({ method }: Conjunction, methods: readonly string[] | undefined): boolean {
  return method?.form !== 'exact' || methods === undefined || methods.includes(method.value);
}

function rewriteIn(effects: readonly Effect[]): Rewrite | undefined {
  return effects.find(effect => effect.slot === 'rewrite');
}
