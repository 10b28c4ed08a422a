import type { DeclaredCall } from '../calls/declared-call';
import { PathPattern } from '../calls/path-pattern';
import { sorted, sortedUnique } from '../private/naming';
import { UNSAYABLE } from '../traffic/condition';
import type { Conjunction } from '../traffic/conjunction';
import { both, conjunctionText, EVERYTHING, keyOf, UNSAYABLE_REASON } from '../traffic/conjunction';
import type { PlannedRoute } from '../traffic/http-plan';
import { planHttp } from '../traffic/http-plan';
import type { HttpRoute } from '../traffic/http-route';
import { httpMatch, httpRoute, isEverything } from '../traffic/http-route';
import type { TrafficRegistry } from '../traffic/traffic-registry';

/** One thing that a request may be, and where it goes. */
interface Exposure {
  readonly match: Conjunction;
  readonly call: DeclaredCall;
  /** Where it stands among the others: the more a match says, the earlier. */
  readonly rank: string;
}

/** What is exposed to two callees at once. */
export interface Conflict {
  readonly match: string;
  readonly callees: readonly string[];
}

/** The routes of a gateway's VirtualService, and what cannot be said in them. */
interface GatewayRoutes {
  readonly routes: HttpRoute[];
  readonly problems: string[];
}

/**
 * The routes of a gateway's VirtualService. The most specific match comes first (an exact path, then whatever has the
 * longest literal text), so that the order of declarations means nothing, and no match hides a narrower one. Within what is
 * exposed of a service its own rules hold, in their order.
 *
 * @param gateway the 'namespace/name' by which it is bound
 */
export function gatewayRoutes(calls: readonly DeclaredCall[], traffic: TrafficRegistry, gateway: string): GatewayRoutes {
  const groups: { exposures: Exposure[]; call: DeclaredCall }[] = [];
  for (const exposure of exposuresOf(calls)) {
    const last = groups.at(-1);
    if (last && destinationOf(last.call) === destinationOf(exposure.call)) {
      last.exposures.push(exposure);
    } else {
      groups.push({ exposures: [exposure], call: exposure.call });
    }
  }
  const problems = new Set<string>();
  const routes = groups.flatMap(({ exposures, call }, i) => {
    const taken = new Set<Exposure>();
    const planned = plannedRoutes(call, traffic, gateway);
    // What a service has no route for is not found, and not another service's.
    const closed = i === groups.length - 1 || planned.some(({ match }) => isEverything(match)) ? planned : [...planned, NOT_FOUND];
    return closed.flatMap(route => {
      const matches = exposures.filter(exposure => !taken.has(exposure)).flatMap(exposure => {
        const { match } = exposure;
        const together = both(match, route.match);
        if (together === UNSAYABLE) {
          problems.add(`what is exposed of '${call.callee.name}' (${conjunctionText(match)}) and a match of its traffic (${conjunctionText(route.match)}) `
            + `cannot be combined: ${UNSAYABLE_REASON}.`);
        }
        if (typeof together === 'object' && keyOf(together) === keyOf(match)) {
          taken.add(exposure);
        }
        return typeof together === 'object' ? [together] : [];
      });
      return routesOf(route, [...matches, ...preflights(route, matches)], call);
    });
  });
  return { routes, problems: [...problems] };
}

/** A browser asks by OPTIONS whether it may use a method; the proxy answers, if that comes by a route with a CORS policy. */
function preflights({ effects }: PlannedRoute, matches: readonly Conjunction[]): Conjunction[] {
  return !effects.some(({ slot }) => slot === 'cors') ? [] : matches.flatMap(({ method, headers, ...match }) =>
    (method === undefined || (method.form === 'exact' && method.value === 'OPTIONS') ? [] : [{
      ...match,
      method: { form: 'exact' as const, value: 'OPTIONS' },
      headers: new Map([...headers, ['access-control-request-method', method]]),
    }]));
}

const NOT_FOUND: PlannedRoute = { match: EVERYTHING, action: { kind: 'respond', status: 404 }, effects: [] };

/** One route for all matches; one for each, where what becomes of the path depends on the match. */
function routesOf(route: PlannedRoute, matches: readonly Conjunction[], { callee, port }: DeclaredCall): HttpRoute[] {
  const groups = route.effects.some(({ slot }) => slot === 'rewrite') ? matches.map(match => [match]) : [matches];
  return groups.filter(group => group.length > 0).map(group =>
    httpRoute({ ...route, match: group[0] }, callee.host, port.port, group.map(gatewayMatch)));
}

/** The routes to a callee; to its Service as a whole, where nothing was said of its traffic. */
function plannedRoutes({ callee, port }: DeclaredCall, traffic: TrafficRegistry, gateway: string): readonly PlannedRoute[] {
  const model = traffic.get(callee.name);
  return model ? planHttp(model, port, gateway).routes : [{ match: EVERYTHING, action: { kind: 'forward' }, effects: [] }];
}

/** A match of a gateway says its path, if only that there is one. */
function gatewayMatch(match: Conjunction): NonNullable<HttpRoute['match']>[number] {
  return match.path ? httpMatch(match) : { uri: { prefix: '/' }, ...httpMatch(match) };
}

/** Matches that lead to different callees, so that one of them would never be reached. */
export function conflicts(calls: readonly DeclaredCall[]): Conflict[] {
  const callees = new Map<string, { readonly text: string; readonly names: Set<string> }>();
  for (const { match, call } of calls.flatMap(matchesOf)) {
    const key = JSON.stringify(gatewayMatch(match));
    const known = callees.get(key) ?? { text: conjunctionText(match), names: new Set() };
    known.names.add(destinationOf(call));
    callees.set(key, known);
  }
  return sorted(callees, ([key]) => key).filter(([, { names }]) => names.size > 1)
    .map(([, { text, names }]) => ({ match: text, callees: sortedUnique(names) }));
}

function exposuresOf(calls: readonly DeclaredCall[]): Exposure[] {
  const unique = new Map(calls.flatMap(matchesOf).map(exposure => [`${keyOf(exposure.match)} ${destinationOf(exposure.call)}`, exposure]));
  return sorted(unique.values(), exposure => `${exposure.rank} ${JSON.stringify(gatewayMatch(exposure.match))} ${destinationOf(exposure.call)}`);
}

function matchesOf(call: DeclaredCall): Exposure[] {
  const paths = (call.operation?.paths ?? [undefined]).map(simplest);
  const methods = call.operation?.methods ?? [undefined];
  return paths.flatMap(path => methods.map(method => ({
    match: { ...EVERYTHING, ...pathCondition(path), ...method === undefined ? {} : { method: { form: 'exact' as const, value: method } } },
    call,
    rank: `${rankOf(path)}${method === undefined ? 1 : 0}`,
  })));
}

/** Paths that mean the same are one: '/a/{**}' is '/a/*', and '/*' is any path. */
function simplest(path: PathPattern | undefined): PathPattern | undefined {
  const text = path?.text.replace(/^([^{}]*\/)\{\*\*\}$/, '$1*');
  return text === undefined || text === '*' || text === '/*' ? undefined : PathPattern.parse(text);
}

function pathCondition(path: PathPattern | undefined): Pick<Conjunction, 'path'> {
  switch (path?.form) {
    case undefined: return {};
    case 'exact': return { path: { form: 'exact', value: path!.text } };
    case 'prefix': return { path: { form: 'prefix', value: path!.literal } };
    default: return { path: { form: 'regex', value: path!.toRegex() } };
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
