import { bySpecificity, hostWithin, isWildcard } from '../hosts';
import type { Destination, HeaderOperations, HttpMatch, HttpRoute, VirtualService } from '../model';
import { selects } from '../model';
import type { Client } from './destination-rules';
import { withoutQuery } from './match/paths';
import { isCatchAll, matchesRoute } from './match/routes';
import type { Routable } from './match/routes';
import { fullMatch } from './match/strings';
import type { Tri } from './tri';
import { isUnknown, some, Unknown } from './tri';

/** Which routes are meant: those of all sidecars, or those of one gateway. */
export interface RouteSource {
  readonly client: Client;
  /** `mesh`, or the gateway's `namespace/name`. */
  readonly gateway: string;
  /** The service port or gateway port that is listened on. */
  readonly port: number;
}

/** A VirtualService, and its rules for one client. */
export interface Claimant {
  readonly route: VirtualService;
  readonly rules: readonly HttpRoute[];
}

/**
 * The VirtualService that speaks for a host: the most specific host wins, and the first that claims it. One that has no
 * rule for the client leaves an exact host to the next one.
 */
export function claimantOf(routes: readonly VirtualService[], host: string, source: RouteSource): Claimant | undefined {
  let first: Claimant | undefined;
  let best: { readonly route: VirtualService; readonly own: string } | undefined;
  for (const route of routes) {
    if (!route.gateways.includes(source.gateway)) { continue; }
    for (const own of route.hosts) {
      if (own === host && !isWildcard(own)) {
        const claimant = { route, rules: rulesFor(route, source) };
        if (claimant.rules.length > 0 || route.problems.length > 0) { return claimant; }
        first ??= claimant;
      } else if (hostWithin(host, own) && (best === undefined || bySpecificity(own, best.own) < 0)) {
        best = { route, own };
      }
    }
  }
  return first ?? (best === undefined ? undefined : { route: best.route, rules: rulesFor(best.route, source) });
}

/** Rules as far as they are for this client: what is never reached is left out. */
export function rulesFor(route: VirtualService, source: RouteSource): readonly HttpRoute[] {
  const known = forAll.get(route);
  if (known !== undefined) { return known; }
  const rules = rulesAmong(route, source);
  if (isForAll(route)) { forAll.set(route, rules); }
  return rules;
}

/** The rules of VirtualServices that make no difference between clients, gateways and ports. */
const forAll = new WeakMap<VirtualService, readonly HttpRoute[]>();

function isForAll(route: VirtualService): boolean {
  return route.http.every(rule => rule.matches.every(({ port, gateways, sourceLabels, sourceNamespace }) =>
    port === undefined && gateways.length === 0 && sourceLabels.size === 0 && sourceNamespace === undefined));
}

function rulesAmong(route: VirtualService, source: RouteSource): readonly HttpRoute[] {
  const rules: HttpRoute[] = [];
  for (const rule of route.http) {
    const matches = rule.matches.filter(match => isFor(match, source));
    if (rule.matches.length > 0 && matches.length === 0) { continue; }
    rules.push(matches.length === rule.matches.length ? rule : { ...rule, matches });
    if (rule.matches.length === 0 || matches.some(isCatchAll)) { break; }
  }
  return rules;
}

/** A match that names gateways is asked for nothing else of its source. */
function isFor(match: HttpMatch, { client, gateway, port }: RouteSource): boolean {
  if (match.port !== undefined && match.port !== port) { return false; }
  if (match.gateways.length > 0) { return match.gateways.includes(gateway); }
  return selects(match.sourceLabels, client.labels) && (match.sourceNamespace === undefined || match.sourceNamespace === client.namespace);
}

/** A rule that takes a request, by a match if it has any. */
export interface Taken {
  readonly rule: HttpRoute;
  readonly match?: HttpMatch;
}

/** The first rule that takes the request; undefined where none does. */
export function ruleTaking(rules: readonly HttpRoute[], request: Routable): Taken | Unknown | undefined {
  for (const rule of rules) {
    if (rule.matches.length === 0) { return { rule }; }
    let taken: HttpMatch | undefined;
    const matches: Tri = some(rule.matches, match => {
      const matched = matchesRoute(match, request);
      if (matched === true) { taken = match; }
      return matched;
    });
    if (isUnknown(matches)) { return new Unknown(`${rule.path} may take the request: ${matches.cause}`); }
    if (matches) { return { rule, ...taken === undefined ? {} : { match: taken } }; }
  }
  return undefined;
}

/** Where a rule sends the request, and what it makes of it. */
export interface Forward {
  readonly destination: Destination;
  readonly request: Routable;
}

export function forwardsOf(rule: HttpRoute, match: HttpMatch | undefined, request: Routable): readonly Forward[] {
  const path = rewrittenPath(rule, match, request.path);
  const authority = rule.rewrite?.authority ?? request.authority;
  const changed = applyHeaders(rule.headers, path === request.path && authority === request.authority ? request : { ...request, path, authority });
  const forwards = rule.destinations.map(({ destination, headers }): Forward => ({ destination, request: applyHeaders(headers, changed) }));
  for (const destination of rule.mirrors) {
    forwards.push({ destination, request: { ...changed, authority: shadow(changed.authority) } });
  }
  return forwards;
}

function rewrittenPath(rule: HttpRoute, match: HttpMatch | undefined, path: string | Unknown): string | Unknown {
  const { uri, regex } = rule.rewrite ?? {};
  if ((uri === undefined && regex === undefined) || isUnknown(path)) { return path; }
  const plain = withoutQuery(path);
  const query = path.slice(plain.length);
  if (regex !== undefined) {
    const pattern = fullMatch(regex.match);
    if (pattern === undefined) { return new Unknown(`the expression ${regex.match} cannot be run here`); }
    const inner = new RegExp(pattern.source.slice('^(?:'.length, -')$'.length), `${pattern.flags}g`);
    return plain.replace(inner, regex.rewrite.replace(/\$/g, '$$$$').replace(/\\(\d)/g, '$$$1')) + query;
  }
  const prefix = match?.uri === undefined ? '/' : match.uri.form === 'prefix' ? match.uri.value : undefined;
  const rewritten = prefix === undefined ? uri ?? '' : (uri ?? '') + plain.slice(prefix.length);
  if (rewritten.includes('//') || !rewritten.startsWith('/')) { return new Unknown(`the rewrite of ${plain} is not certain`); }
  return rewritten + query;
}

function applyHeaders(operations: HeaderOperations, request: Routable): Routable {
  if (operations.set.size === 0 && operations.add.size === 0 && operations.remove.length === 0) { return request; }
  const headers = new Map(request.headers);
  let { authority } = request;
  for (const name of operations.remove) { headers.delete(name.toLowerCase()); }
  for (const [name, value] of operations.set) {
    if (isAuthority(name)) { authority = value; } else { headers.set(name.toLowerCase(), value); }
  }
  for (const [name, value] of operations.add) {
    const before = headers.get(name.toLowerCase());
    if (isAuthority(name)) { authority = value; } else { headers.set(name.toLowerCase(), before === undefined ? value : `${before},${value}`); }
  }
  return { ...request, headers, authority };
}

function isAuthority(name: string): boolean {
  return name.toLowerCase() === 'host' || name.toLowerCase() === ':authority';
}

/** Envoy marks mirrored requests in their host. */
function shadow(authority: string): string {
  return authority.replace(/^([^:]*)(:\d+)?$/, '$1-shadow$2');
}
