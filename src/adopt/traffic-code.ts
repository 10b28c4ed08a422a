import { isDeepStrictEqual } from 'node:util';
import type { Code, Expression } from '../source-code';
import { invoke, member } from '../source-code';
import type { Json } from './kube-object';
import { core, ours } from './names';
import type { TrafficRule } from './routes';

type Effect = 'timeout' | 'delay' | 'abort' | 'attempts';

/**
 * What is done to the requests to a service, as calls of its `traffic`. The shares of its last rule are those of the versions.
 *
 * @param versionOf the handle of a version
 */
export function trafficCode(service: Expression, rules: readonly TrafficRule[], versionOf: (version: string) => Expression): readonly Expression[] {
  const traffic = member(service, 'traffic');
  const last = rules.at(-1);
  // What goes where everything goes needs no route for what is done to it besides.
  const led = rules.filter(({ match, shares, ...effects }) => match !== undefined && shares !== undefined
    && (Object.keys(effects).length === 0 || !isDeepStrictEqual(shares, last?.shares)));
  const routes = led.map(({ match, shares = [] }) => {
    const [{ version }] = shares;
    const header = onlyHeader(match);
    if (shares.length > 1) { return invoke(traffic, 'routeSplit', matchCode(match), ...shares.map(share => ({ version: versionOf(share.version), weight: share.weight }))); }
    return header ? invoke(traffic, 'routeByHeader', header[0], header[1] as Code, versionOf(version)) : invoke(traffic, 'routeTo', matchCode(match), versionOf(version));
  });
  return [...routes, ...(['delay', 'abort', 'timeout', 'attempts'] as const).flatMap(effect => effectCode(traffic, rules, effect))];
}

/** An effect on all requests alike is said once. */
function effectCode(traffic: Expression, rules: readonly TrafficRule[], effect: Effect): readonly Expression[] {
  const [first] = rules;
  const same = rules.every(rule => isDeepStrictEqual(rule[effect], first[effect]));
  return (same ? [{ ...first, match: undefined }] : rules).filter(rule => rule[effect] !== undefined).map(rule => {
    const when: { readonly when?: Code } = rule.match === undefined ? {} : { when: matchCode(rule.match) };
    const options = (percentage = 100): readonly Code[] => {
      const all: { readonly [option: string]: Code } = { ...percentage === 100 ? {} : { percentage }, ...when };
      return Object.keys(all).length === 0 ? [] : [all];
    };
    switch (effect) {
      case 'delay': return invoke(traffic, 'delay', duration(rule.delay!.milliseconds), ...options(rule.delay!.percentage));
      case 'abort': return invoke(traffic, 'abort', rule.abort!.status, ...options(rule.abort!.percentage));
      case 'timeout': return invoke(traffic, 'timeout', duration(rule.timeout!), ...options());
      case 'attempts': return invoke(traffic, 'retries', rule.attempts!, ...options());
    }
  });
}

function duration(milliseconds: number): Expression {
  return milliseconds % 1000 === 0 ? invoke(core('Duration'), 'seconds', milliseconds / 1000) : invoke(core('Duration'), 'millis', milliseconds);
}

function onlyHeader(match: Json): readonly [string, Json] | undefined {
  const headers = Object.entries(match.headers ?? {});
  return Object.keys(match).length === 1 && headers.length === 1 ? headers[0] : undefined;
}

function matchCode(match: Json): Expression {
  const http = ours('HttpMatch');
  const header = onlyHeader(match);
  if (header?.[1].exact !== undefined) { return invoke(http, 'header', header[0], header[1].exact); }
  const { headers, uri, method } = match;
  if (uri && !headers && !method && uri.regex === undefined) { return invoke(http, uri.exact === undefined ? 'pathPrefix' : 'path', uri.exact ?? uri.prefix); }
  return invoke(http, 'of', { headers, path: uri, method } as Code);
}
