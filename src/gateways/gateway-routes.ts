import type { DeclaredCall } from '../calls/call-graph';
import { PathPattern } from '../calls/path-pattern';
import type { MeshKinds } from '../private/mesh-object';
import { sorted, sortedUnique } from '../private/naming';
import type { TrafficSplits } from '../traffic/traffic-split';
import { weightedDestinations } from '../traffic/traffic-split';

type HttpRoute = NonNullable<MeshKinds['VirtualService']['http']>[number];
type Match = NonNullable<HttpRoute['match']>[number];

/** One thing that a request may be, and where it goes. */
interface Exposure {
  readonly match: Match;
  readonly call: DeclaredCall;
  /** Where it stands among the others: the more a match says, the earlier. */
  readonly rank: string;
}

/** What is exposed to two callees at once. */
export interface Conflict {
  readonly match: string;
  readonly callees: readonly string[];
}

/**
 * The routes of a gateway's VirtualService. The most specific match comes first (an exact path, then whatever has the
 * longest literal text), so that the order of declarations means nothing, and no match hides a narrower one.
 */
export function gatewayRoutes(calls: readonly DeclaredCall[], splits: TrafficSplits): HttpRoute[] {
  const routes: { matches: Match[]; call: DeclaredCall }[] = [];
  for (const { match, call } of exposuresOf(calls)) {
    const last = routes.at(-1);
    if (last && destinationOf(last.call) === destinationOf(call)) {
      last.matches.push(match);
    } else {
      routes.push({ matches: [match], call });
    }
  }
  return routes.map(({ matches, call }) => ({
    match: matches,
    route: weightedDestinations(call.callee.host, call.port.port, splits.get(call.callee.name)),
  }));
}

/** Matches that lead to different callees, so that one of them would never be reached. */
export function conflicts(calls: readonly DeclaredCall[]): Conflict[] {
  const callees = new Map<string, Set<string>>();
  for (const { match, call } of calls.flatMap(matchesOf)) {
    const key = JSON.stringify(match);
    callees.set(key, (callees.get(key) ?? new Set()).add(destinationOf(call)));
  }
  return sorted(callees, ([key]) => key).filter(([, names]) => names.size > 1).map(([match, names]) => ({ match, callees: sortedUnique(names) }));
}

function exposuresOf(calls: readonly DeclaredCall[]): Exposure[] {
  const unique = new Map(calls.flatMap(matchesOf).map(exposure => [JSON.stringify(exposure.match) + destinationOf(exposure.call), exposure]));
  return sorted(unique.values(), exposure => `${exposure.rank} ${JSON.stringify(exposure.match)} ${destinationOf(exposure.call)}`);
}

function matchesOf(call: DeclaredCall): Exposure[] {
  const paths = (call.operation?.paths ?? [undefined]).map(simplest);
  const methods = call.operation?.methods ?? [undefined];
  return paths.flatMap(path => methods.map(method => ({
    match: { ...uriMatch(path), ...method === undefined ? {} : { method: { exact: method } } },
    call,
    rank: `${rankOf(path)}${method === undefined ? 1 : 0}`,
  })));
}

/** Paths that mean the same are one: '/a/{**}' is '/a/*', and '/*' is any path. */
function simplest(path: PathPattern | undefined): PathPattern | undefined {
  const text = path?.text.replace(/^([^{}]*\/)\{\*\*\}$/, '$1*');
  return text === undefined || text === '*' || text === '/*' ? undefined : PathPattern.parse(text);
}

function uriMatch(path: PathPattern | undefined): Match {
  switch (path?.form) {
    case undefined: return { uri: { prefix: '/' } };
    case 'exact': return { uri: { exact: path!.text } };
    case 'prefix': return { uri: { prefix: path!.literal } };
    default: return { uri: { regex: path!.toRegex() } };
  }
}

function rankOf(path: PathPattern | undefined): string {
  const forms = ['exact', 'template', 'prefix', 'suffix', 'any'];
  const form = path?.form ?? 'any';
  // Whatever one form covers of another has at least its literal text; with the same text, '{*}' is narrower than '{**}'.
  const literal = form === 'any' ? '' : path!.literal.replace(/\{\*+\}/g, '');
  return `${form === 'exact' ? 0 : 1}${String(9999 - literal.length).padStart(4, '0')}${forms.indexOf(form)}${path?.text.includes('{**}') ? 1 : 0}`;
}

function destinationOf(call: DeclaredCall): string {
  return `${call.callee.name}:${call.port.port}`;
}
