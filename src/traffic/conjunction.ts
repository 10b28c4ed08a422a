import type { Condition } from './condition';
import { bothConditions, conditionText, coversCondition, eitherCondition, UNSAYABLE } from './condition';
import { sorted, sortedUnique } from '../private/naming';

/** Conditions by the name of what they are about. */
export type Conditions = ReadonlyMap<string, Condition>;

/** What is asked of a request, all of it at once; as Istio's match, and where it is asked. */
export interface Conjunction {
  readonly path?: Condition;
  readonly ignorePathCase: boolean;
  readonly method?: Condition;
  readonly authority?: Condition;
  readonly headers: Conditions;
  /** Met by requests that lack the header, or have another value. */
  readonly withoutHeaders: Conditions;
  readonly query: Conditions;
  readonly sourceLabels: ReadonlyMap<string, string>;
  readonly sourceNamespace?: string;
  /** The name of the Service's port. */
  readonly port?: string;
  /** 'mesh', or the gateway's 'namespace/name'. */
  readonly gateways?: readonly string[];
}

/** Why two conjunctions cannot be asked for together. */
export const UNSAYABLE_REASON = 'an expression and another condition on the same thing have no common form; write one expression for both';

/** Every request. */
export const EVERYTHING: Conjunction = {
  ignorePathCase: false, headers: new Map(), withoutHeaders: new Map(), query: new Map(), sourceLabels: new Map(),
};

/** Both at once: undefined where no request meets both; UNSAYABLE where Istio's match has no form for it. */
export function both(a: Conjunction, b: Conjunction): Conjunction | undefined | typeof UNSAYABLE {
  const parts = new Map<string, Condition | undefined>();
  let never = false;
  let unsayable = false;
  const note = (key: string, result: Condition | undefined | typeof UNSAYABLE, missing: boolean): void => {
    unsayable ||= result === UNSAYABLE;
    never ||= result === undefined && !missing;
    parts.set(key, result === UNSAYABLE ? undefined : result);
  };
  for (const key of ['method', 'authority'] as const) {
    note(key, optionalBoth(a[key], b[key]), a[key] === undefined && b[key] === undefined);
  }
  note('path', bothPaths(a, b), a.path === undefined && b.path === undefined);
  const merged = (key: 'headers' | 'query'): Conditions => merge(a[key], b[key], (one, other) => {
    const result = bothConditions(one, other);
    unsayable ||= result === UNSAYABLE;
    never ||= result === undefined;
    return result === UNSAYABLE || result === undefined ? one : result;
  });
  const headers = merged('headers');
  const query = merged('query');
  const sourceLabels = merge(a.sourceLabels, b.sourceLabels, (one, other) => {
    never ||= one !== other;
    return one;
  });
  never ||= [a.sourceNamespace, b.sourceNamespace].every(one => one !== undefined) && a.sourceNamespace !== b.sourceNamespace;
  never ||= [a.port, b.port].every(one => one !== undefined) && a.port !== b.port;
  const gateways = a.gateways && b.gateways ? a.gateways.filter(gateway => b.gateways!.includes(gateway)) : a.gateways ?? b.gateways;
  never ||= gateways?.length === 0;
  if (never || unsayable) {
    return never ? undefined : UNSAYABLE;
  }
  const without = withoutHeaders(headers, merge(a.withoutHeaders, b.withoutHeaders, eitherCondition));
  if (without === undefined) {
    return undefined;
  }
  const [path, method, authority] = ['path', 'method', 'authority'].map(key => parts.get(key));
  const [sourceNamespace, port] = [a.sourceNamespace ?? b.sourceNamespace, a.port ?? b.port];
  return {
    ...path ? { path } : {},
    ignorePathCase: path !== undefined && (a.path ? a.ignorePathCase : b.ignorePathCase),
    ...method ? { method } : {},
    ...authority ? { authority } : {},
    headers,
    withoutHeaders: without,
    query,
    sourceLabels,
    ...sourceNamespace === undefined ? {} : { sourceNamespace },
    ...port === undefined ? {} : { port },
    ...gateways ? { gateways: sortedUnique(gateways) } : {},
  };
}

/** Does every request that meets `narrow` meet `wide`? False also where it cannot be told. */
export function covers(wide: Conjunction, narrow: Conjunction): boolean {
  if (asksMore(wide, narrow)) {
    return false;
  }
  const result = both(wide, narrow);
  return result !== undefined && result !== UNSAYABLE && keyOf(result) === keyOf(narrow);
}

/** Does `wide` ask about anything that `narrow` leaves open? Most pairs are told apart by that alone. */
function asksMore(wide: Conjunction, narrow: Conjunction): boolean {
  return [...wide.headers.keys()].some(name => !narrow.headers.has(name)) || [...wide.query.keys()].some(name => !narrow.query.has(name))
    || [...wide.sourceLabels.keys()].some(label => !narrow.sourceLabels.has(label))
    || [...wide.withoutHeaders.keys()].some(name => !narrow.withoutHeaders.has(name) && !narrow.headers.has(name))
    || (['path', 'method', 'authority', 'sourceNamespace', 'port', 'gateways'] as const).some(key => wide[key] !== undefined && narrow[key] === undefined);
}

const keys = new WeakMap<Conjunction, string>();

/** The same text for the same conjunction. */
export function keyOf(match: Conjunction): string {
  let key = keys.get(match);
  if (key === undefined) { keys.set(match, key = textKey(match)); }
  return key;
}

function textKey(match: Conjunction): string {
  const { path, ignorePathCase, method, authority, headers, withoutHeaders: without, query, sourceLabels, sourceNamespace, port, gateways } = match;
  const list = <V>(map: ReadonlyMap<string, V>): [string, V][] => sorted(map, ([key]) => key);
  return JSON.stringify([
    list(headers), list(without), path, ignorePathCase, method, list(query), authority, list(sourceLabels), sourceNamespace, port, gateways,
  ]);
}

/** The conjunction in words. */
export function conjunctionText(match: Conjunction): string {
  const named = (what: string, conditions: Conditions, not = ''): string[] =>
    sorted(conditions, ([name]) => name).map(([name, condition]) => `${what} '${name}' ${not}${conditionText(condition)}`);
  const parts = [
    ...named('header', match.headers),
    ...named('header', match.withoutHeaders, 'not '),
    ...match.path ? [`path ${conditionText(match.path)}${match.ignorePathCase ? ' in any case' : ''}`] : [],
    ...match.method ? [`method ${conditionText(match.method)}`] : [],
    ...named('query parameter', match.query),
    ...match.authority ? [`authority ${conditionText(match.authority)}`] : [],
    ...sorted(match.sourceLabels, ([label]) => label).map(([label, value]) => `source label '${label}: ${value}'`),
    ...match.sourceNamespace === undefined ? [] : [`source namespace '${match.sourceNamespace}'`],
    ...match.port === undefined ? [] : [`port '${match.port}'`],
    ...match.gateways ? [`gateway ${match.gateways.map(gateway => `'${gateway}'`).join(' or ')}`] : [],
  ];
  return parts.length > 0 ? parts.join(' and ') : 'any request';
}

function optionalBoth(a: Condition | undefined, b: Condition | undefined): Condition | undefined | typeof UNSAYABLE {
  return a && b ? bothConditions(a, b) : a ?? b;
}

function bothPaths(a: Conjunction, b: Conjunction): Condition | undefined | typeof UNSAYABLE {
  if (!a.path || !b.path || a.ignorePathCase === b.ignorePathCase) {
    return optionalBoth(a.path, b.path);
  }
  return UNSAYABLE;
}

/** What must be lacking, as far as the other headers leave it open; undefined where they contradict it. */
function withoutHeaders(headers: Conditions, without: Conditions): Conditions | undefined {
  const open = new Map<string, Condition>();
  for (const [name, absent] of without) {
    const wanted = headers.get(name);
    if (wanted === undefined) {
      open.set(name, absent);
    } else if (coversCondition(absent, wanted)) {
      return undefined;
    } else if (bothConditions(absent, wanted) !== undefined) {
      open.set(name, absent);
    }
  }
  return open;
}

function merge<V>(a: ReadonlyMap<string, V>, b: ReadonlyMap<string, V>, combine: (one: V, other: V) => V): ReadonlyMap<string, V> {
  const result = new Map(a);
  for (const [key, value] of b) {
    const known = result.get(key);
    result.set(key, known === undefined ? value : combine(known, value));
  }
  return new Map(sorted(result, ([key]) => key));
}
