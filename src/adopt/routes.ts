import { isDeepStrictEqual } from 'node:util';
import type { Json } from './kube-object';
import { isObject } from '../analysis/json';

/** A version's share of some requests, in percent. */
export interface Share {
  readonly version: string;
  readonly weight: number;
}

/** What becomes of requests that match. */
export interface TrafficRule {
  /** As a VirtualService has it. @default - every request that no other rule takes */
  readonly match?: Json;
  /** @default - the host has no versions */
  readonly shares?: readonly Share[];
  readonly timeout?: number;
  readonly delay?: { readonly milliseconds: number; readonly percentage: number };
  readonly abort?: { readonly status: number; readonly percentage: number };
  readonly attempts?: number;
}

/**
 * The rules of a VirtualService for one host in the mesh, as the traffic of a service can have them; the last one is for every request.
 *
 * @param isHost whether a host is the one
 * @param versions of the host; none if there is but one
 * @returns the rules, or what of them has no form
 */
export function rulesOf(manifest: Json, isHost: (host: unknown) => boolean, versions: readonly string[]): readonly TrafficRule[] | string {
  const spec: Json = manifest?.spec;
  const kinds = Object.keys(spec ?? {}).filter(field => field !== 'hosts');
  const [kind] = kinds;
  if (kinds.length !== 1 || (kind !== 'http' && kind !== 'tcp')) { return kinds.join(', '); }
  const list: unknown = spec[kind];
  if (!Array.isArray(list) || list.length === 0 || (kind === 'tcp' && list.length > 1)) { return 'routes of several connections'; }
  const rules = list.map(rule => ruleOf(rule, kind, isHost, versions));
  const bad = rules.find(rule => typeof rule === 'string');
  if (bad !== undefined) { return bad as string; }
  const all = rules as readonly TrafficRule[];
  return all.every(({ match }, i) => (match === undefined) === (i === all.length - 1)) ? all : 'requests that no rule takes';
}

function ruleOf(rule: unknown, kind: 'http' | 'tcp', isHost: (host: unknown) => boolean, versions: readonly string[]): TrafficRule | string {
  if (!isObject(rule)) { return 'no rule'; }
  const { match, route, fault, timeout, retries, name: _name, ...more } = rule as Json;
  if (Object.keys(more).length > 0) { return Object.keys(more).join(', '); }
  if (kind === 'tcp' && (match ?? fault ?? timeout ?? retries) !== undefined) { return 'connections that match'; }
  if (match !== undefined && !isMatch(match)) { return 'a match of another form'; }
  const shares = sharesOf(route, isHost, versions);
  if (typeof shares === 'string') { return shares; }
  const effects = effectsOf(fault, timeout, retries);
  if (typeof effects === 'string') { return effects; }
  return { ...match === undefined ? {} : { match: match[0] }, ...shares === undefined ? {} : { shares }, ...effects };
}

function isMatch(match: Json): boolean {
  const isPart = (field: string, value: unknown): boolean =>
    (field === 'headers' ? isObject(value) && Object.values(value).every(isStringMatch) : ['uri', 'method'].includes(field) && isStringMatch(value));
  const parts = Array.isArray(match) && match.length === 1 && isObject(match[0]) ? Object.entries(match[0]) : [];
  return parts.length > 0 && parts.every(([field, value]) => isPart(field, value));
}

function isStringMatch(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 1 && ['exact', 'prefix', 'regex'].some(form => typeof value[form] === 'string');
}

function sharesOf(route: Json, isHost: (host: unknown) => boolean, versions: readonly string[]): readonly Share[] | string | undefined {
  if (!Array.isArray(route) || route.length === 0) { return 'no route'; }
  const plain = route.every(one => isObject(one) && Object.keys(one).every(field => ['destination', 'weight'].includes(field)) && isHost((one as Json).destination?.host));
  if (!plain) { return 'routes to elsewhere, or with more than a share'; }
  if (versions.length === 0) { return route.length === 1 && route[0].destination.subset === undefined ? undefined : 'subsets'; }
  const shares = route.map(({ destination: { subset }, weight = route.length === 1 ? 100 : 0 }: Json): Share => ({ version: subset, weight }));
  const known = shares.every(({ version }) => versions.includes(version)) && new Set(shares.map(({ version }) => version)).size === shares.length;
  return known && shares.reduce((sum, { weight }) => sum + weight, 0) === 100 ? shares.filter(({ weight }) => weight > 0) : 'shares that do not add up to 100';
}

function effectsOf(fault: Json, timeout: Json, retries: Json): Omit<TrafficRule, 'match' | 'shares'> | string {
  const { delay, abort, ...more } = fault ?? {};
  const { fixedDelay, percentage: delayed, ...moreOfDelay } = delay ?? {};
  const { httpStatus, percentage: aborted, ...moreOfAbort } = abort ?? {};
  const { attempts, ...moreOfRetries } = retries ?? {};
  const odd = [more, moreOfDelay, moreOfAbort, moreOfRetries].flatMap(Object.keys);
  if (odd.length > 0) { return odd.join(', '); }
  const [limit, wait] = [timeout, fixedDelay].map(text => (text === undefined ? undefined : milliseconds(text)));
  if ((timeout !== undefined && limit === undefined) || (delay !== undefined && wait === undefined) || (abort !== undefined && typeof httpStatus !== 'number')) { return 'times or statuses'; }
  return {
    ...limit === undefined ? {} : { timeout: limit },
    ...wait === undefined ? {} : { delay: { milliseconds: wait, percentage: delayed?.value ?? 100 } },
    ...abort === undefined ? {} : { abort: { status: httpStatus, percentage: aborted?.value ?? 100 } },
    ...typeof attempts === 'number' ? { attempts } : {},
  };
}

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function milliseconds(text: unknown): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(String(text)) ?? [];
  const value = number === undefined ? NaN : Math.round(Number(number) * UNITS[unit] * 1000) / 1000;
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

/** Do two VirtualServices for one host do the same to every request, rule by rule? */
export function sameRoutes(before: Json, after: Json, isHost: (host: unknown) => boolean, versions: readonly string[]): boolean {
  const [left, right] = [before, after].map(manifest => rulesOf(manifest, isHost, versions));
  return typeof left !== 'string' && isDeepStrictEqual(sorted(left), sorted(right));
}

function sorted(rules: readonly TrafficRule[] | string): unknown {
  return typeof rules === 'string' ? rules
    : rules.map(({ shares = [], ...rule }) => ({ ...rule, shares: [...shares].sort((a, b) => (a.version < b.version ? -1 : 1)) }));
}
