import { fullyQualified } from '../hosts';
import type { Reader } from '../json';
import type { Element } from './element';
import type { Labels } from './labels';
import type { StringMatch } from './match';
import { readStringMatch, readStringMatches } from './match';
import type { Source } from './source';
import { elementOf } from './source';

/**
 * Where a route leads.
 */
export interface Destination {
  readonly host: string;
  readonly subset?: string;
  readonly port?: number;
}

export interface WeightedDestination {
  readonly destination: Destination;
  readonly weight: number;
  readonly headers: HeaderOperations;
}

export interface HeaderOperations {
  readonly set: Labels;
  readonly add: Labels;
  readonly remove: readonly string[];
}

export interface HttpMatch {
  readonly uri?: StringMatch;
  readonly ignoreUriCase: boolean;
  readonly method?: StringMatch;
  readonly authority?: StringMatch;
  readonly scheme?: StringMatch;
  readonly headers: readonly (readonly [string, StringMatch])[];
  readonly withoutHeaders: readonly (readonly [string, StringMatch])[];
  readonly queryParams: readonly (readonly [string, StringMatch])[];
  readonly port?: number;
  readonly sourceLabels: Labels;
  readonly sourceNamespace?: string;
  readonly gateways: readonly string[];
}

export interface HttpRoute {
  readonly matches: readonly HttpMatch[];
  readonly destinations: readonly WeightedDestination[];
  readonly mirrors: readonly Destination[];
  readonly rewrite?: HttpRewrite;
  readonly headers: HeaderOperations;
  readonly redirect?: number;
  readonly directResponse?: number;
  /** The share of requests that are answered with a fault, 0 to 100, and how. Without a percentage it is 0. */
  readonly abort?: { readonly percentage: number; readonly status?: number };
  readonly delegate?: { readonly namespace: string; readonly name: string };
  readonly path: string;
}

export interface HttpRewrite {
  readonly uri?: string;
  readonly authority?: string;
  readonly regex?: { readonly match: string; readonly rewrite: string };
}

/** A route of bytes: `tcp`, or `tls` where it has server names. */
export interface StreamRoute {
  readonly matches: readonly StreamMatch[];
  readonly destinations: readonly WeightedDestination[];
  readonly path: string;
}

export interface StreamMatch {
  readonly port?: number;
  readonly subnets: readonly string[];
  readonly serverNames: readonly string[];
  readonly sourceLabels: Labels;
  readonly sourceNamespace?: string;
  readonly gateways: readonly string[];
}

export interface VirtualService extends Element {
  readonly hosts: readonly string[];
  /** `mesh`, or `namespace/name`. */
  readonly gateways: readonly string[];
  readonly exportTo?: readonly string[];
  readonly http: readonly HttpRoute[];
  readonly tcp: readonly StreamRoute[];
  readonly tls: readonly StreamRoute[];
}

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/ */
export function readVirtualService(source: Source, clusterDomain: string): VirtualService {
  const spec = source.reader.object('spec');
  const qualify = (host: string): string => fullyQualified(host, source.namespace, clusterDomain);
  const gateway = (name: string): string => gatewayName(name, source.namespace);
  const exportTo = spec.strings('exportTo');
  const gateways = (spec.strings('gateways') ?? []).map(gateway);
  return {
    hosts: (spec.strings('hosts') ?? []).map(qualify),
    gateways: gateways.length === 0 ? ['mesh'] : gateways,
    ...exportTo === undefined ? {} : { exportTo },
    http: (spec.objects('http') ?? []).map((route, i) => readHttpRoute(route, `http[${i}]`, source.namespace, qualify, gateway)),
    tcp: (spec.objects('tcp') ?? []).map((route, i) => readStreamRoute(route, `tcp[${i}]`, qualify, gateway)),
    tls: (spec.objects('tls') ?? []).map((route, i) => readStreamRoute(route, `tls[${i}]`, qualify, gateway)),
    ...elementOf(source),
  };
}

/** `mesh`, `name`, `namespace/name` or the old `name.namespace.svc…`. */
export function gatewayName(name: string, namespace: string): string {
  if (name === 'mesh' || name.includes('/')) { return name.startsWith('./') ? `${namespace}/${name.slice(2)}` : name; }
  const [first, second] = name.split('.');
  return second === undefined ? `${namespace}/${first}` : `${second}/${first}`;
}

function readHttpRoute(
  route: Reader, path: string, namespace: string, qualify: (host: string) => string, gateway: (name: string) => string,
): HttpRoute {
  const abort = route.object('fault').object('abort');
  const delegate = route.object('delegate');
  const mirror = route.object('mirror');
  const mirrors = [
    ...mirror.exists && !isZeroPercent(route) ? [readDestination(mirror, qualify)] : [],
    ...(route.objects('mirrors') ?? []).filter(entry => percentageOf(entry) > 0).map(entry => readDestination(entry.object('destination'), qualify)),
  ];
  const redirect = route.object('redirect');
  const direct = route.object('directResponse');
  return {
    matches: (route.objects('match') ?? []).map(match => readHttpMatch(match, gateway)),
    destinations: readDestinations(route, qualify),
    mirrors,
    ...rewriteOf(route.object('rewrite')),
    headers: readHeaderOperations(route),
    ...redirect.exists ? { redirect: redirect.number('redirectCode') ?? 301 } : {},
    ...direct.exists ? { directResponse: direct.number('status') ?? 200 } : {},
    ...abort.exists ? { abort: { percentage: abort.object('percentage').number('value') ?? 0, ...statusOf(abort) } } : {},
    ...delegate.exists ? { delegate: { namespace: delegate.string('namespace') ?? namespace, name: delegate.string('name') ?? '' } } : {},
    path,
  };
}

function isZeroPercent(route: Reader): boolean {
  if (route.has('mirrorPercentage')) { return (route.object('mirrorPercentage').number('value') ?? 0) === 0; }
  return route.has('mirrorPercent') && route.number('mirrorPercent') === 0;
}

/** Of mirrors `percentage: {}` is zero, and no percentage is everything. */
function percentageOf(mirror: Reader): number {
  return mirror.has('percentage') ? mirror.object('percentage').number('value') ?? 0 : 100;
}

function statusOf(abort: Reader): { readonly status?: number } {
  const status = abort.number('httpStatus');
  return status === undefined ? {} : { status };
}

function rewriteOf(rewrite: Reader): { readonly rewrite?: HttpRewrite } {
  if (!rewrite.exists) { return {}; }
  const uri = rewrite.string('uri');
  const authority = rewrite.string('authority');
  const regex = rewrite.object('uriRegexRewrite');
  return {
    rewrite: {
      ...uri === undefined ? {} : { uri },
      ...authority === undefined ? {} : { authority },
      ...regex.exists ? { regex: { match: regex.string('match') ?? '', rewrite: regex.string('rewrite') ?? '' } } : {},
    },
  };
}

/** One match of an HTTP route. */
export function readHttpMatch(match: Reader, gateway: (name: string) => string): HttpMatch {
  const optional = <K extends string>(key: K): { readonly [name in K]?: StringMatch } => {
    const value = readStringMatch(match.object(key));
    return (value === undefined ? {} : { [key]: value }) as { readonly [name in K]?: StringMatch };
  };
  return {
    ...optional('uri'),
    ...optional('method'),
    ...optional('authority'),
    ...optional('scheme'),
    ignoreUriCase: match.boolean('ignoreUriCase') ?? false,
    headers: readStringMatches(match, 'headers'),
    withoutHeaders: readStringMatches(match, 'withoutHeaders'),
    queryParams: readStringMatches(match, 'queryParams'),
    ...readSource(match, gateway),
  };
}

function readSource(match: Reader, gateway: (name: string) => string): Pick<HttpMatch, 'port' | 'sourceLabels' | 'sourceNamespace' | 'gateways'> {
  const port = match.number('port');
  const sourceNamespace = match.string('sourceNamespace');
  return {
    ...port === undefined ? {} : { port },
    sourceLabels: match.map('sourceLabels') ?? new Map<string, string>(),
    ...sourceNamespace === undefined ? {} : { sourceNamespace },
    gateways: (match.strings('gateways') ?? []).map(gateway),
  };
}

function readStreamRoute(route: Reader, path: string, qualify: (host: string) => string, gateway: (name: string) => string): StreamRoute {
  return {
    matches: (route.objects('match') ?? []).map(match => ({
      subnets: match.strings('destinationSubnets') ?? [],
      serverNames: match.strings('sniHosts') ?? [],
      ...readSource(match, gateway),
    })),
    destinations: readDestinations(route, qualify),
    path,
  };
}

function readDestinations(route: Reader, qualify: (host: string) => string): readonly WeightedDestination[] {
  const all = (route.objects('route') ?? []).map(entry => ({
    destination: readDestination(entry.object('destination'), qualify),
    weight: entry.number('weight') ?? 0,
    headers: readHeaderOperations(entry),
  }));
  // A single destination gets everything; of several, those without weight get nothing.
  return all.length > 1 ? all.filter(entry => entry.weight > 0) : all;
}

function readDestination(destination: Reader, qualify: (host: string) => string): Destination {
  const subset = destination.string('subset');
  const port = destination.object('port').number('number');
  return {
    host: qualify(destination.string('host') ?? ''),
    ...subset === undefined || subset === '' ? {} : { subset },
    ...port === undefined || port === 0 ? {} : { port },
  };
}

function readHeaderOperations(holder: Reader): HeaderOperations {
  const request = holder.object('headers').object('request');
  return {
    set: request.map('set') ?? new Map<string, string>(),
    add: request.map('add') ?? new Map<string, string>(),
    remove: request.strings('remove') ?? [],
  };
}
