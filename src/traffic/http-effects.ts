import type { Conjunction } from './conjunction';
import { destinationOf } from './destinations';
import { durationText } from './duration';
import type { HttpRoute } from './http-route';
import { quoted } from './regular-expression';
import type { Effect, HeaderOperation, Mirror, Rewrite } from './traffic-model';

type Effects<S extends Effect['slot']> = Extract<Effect, { readonly slot: S }>;
type Headers = NonNullable<HttpRoute['headers']>;

/** Effects on requests that meet a match, as the fields of a VirtualService's route for one port. */
export function effectFields(effects: readonly Effect[], match: Conjunction, port: number): Partial<HttpRoute> {
  const one = <S extends Effect['slot']>(slot: S): Effects<S> | undefined => effects.find(effect => effect.slot === slot) as Effects<S> | undefined;
  const all = <S extends Effect['slot']>(slot: S): Effects<S>[] => effects.filter(effect => effect.slot === slot) as Effects<S>[];
  const [delay, abort, timeout, retries, cors] = [one('delay'), one('abort'), one('timeout'), one('retries'), one('cors')];
  const [rewrite, authority] = [one('rewrite'), one('authority')];
  const fault = {
    ...delay ? { delay: { percentage: { value: delay.percentage }, fixedDelay: durationText(delay.milliseconds) } } : {},
    ...abort ? {
      abort: {
        percentage: { value: abort.percentage },
        ...abort.httpStatus === undefined ? { grpcStatus: abort.grpcStatus } : { httpStatus: abort.httpStatus },
      },
    } : {},
  };
  return {
    ...delay ?? abort ? { fault } : {},
    ...timeout ? { timeout: durationText(timeout.milliseconds) } : {},
    ...retries ? {
      retries: {
        attempts: retries.attempts,
        ...retries.perTryMilliseconds === undefined ? {} : { perTryTimeout: durationText(retries.perTryMilliseconds) },
        ...retries.retryOn === undefined ? {} : { retryOn: retries.retryOn },
        ...retries.retryRemoteLocalities === undefined ? {} : { retryRemoteLocalities: retries.retryRemoteLocalities },
      },
    } : {},
    ...rewrite ?? authority ? { rewrite: { ...rewrite ? pathFields(rewrite, match) : {}, ...authority ? { authority: authority.host } : {} } } : {},
    ...mirrorFields(all('mirror'), port),
    ...headerFields(all('header')),
    ...cors ? { corsPolicy: cors.policy } : {},
  };
}

/** Istio puts the text in place of what the match says of the path, which may be more than is rewritten. */
function pathFields(rewrite: Rewrite, { path }: Conjunction): Partial<NonNullable<HttpRoute['rewrite']>> {
  switch (rewrite.kind) {
    case 'path': return { uri: rewrite.to };
    case 'prefix': return path?.form === 'regex' ? { uriRegexRewrite: { match: `^${quoted(rewrite.from)}`, rewrite: rewrite.to } }
      : { uri: rewrite.to + (path === undefined || path.form === 'present' ? '' : path.value.slice(rewrite.from.length)) };
    case 'regex': return { uriRegexRewrite: { match: rewrite.match, rewrite: rewrite.rewrite } };
  }
}

/** One mirror has fields of its own; several are a list. */
function mirrorFields(mirrors: readonly Mirror[], ownPort: number): Partial<HttpRoute> {
  if (mirrors.length === 1) {
    return { mirror: destinationOf(mirrors[0].target, ownPort), mirrorPercentage: { value: mirrors[0].percentage } };
  }
  return mirrors.length === 0 ? {} : {
    mirrors: mirrors.map(({ target, percentage }) => ({ destination: destinationOf(target, ownPort), percentage: { value: percentage } })),
  };
}

function headerFields(operations: readonly HeaderOperation[]): Partial<HttpRoute> {
  const side = (name: HeaderOperation['side']): Headers => {
    const own = operations.filter(operation => operation.side === name);
    const values = (kind: 'set' | 'add') => Object.fromEntries(own.filter(({ operation }) => operation === kind).map(({ name: header, value = '' }) => [header, value]));
    const removed = own.filter(({ operation }) => operation === 'remove').map(({ name: header }) => header);
    const operationsOf = {
      ...own.some(({ operation }) => operation === 'set') ? { set: values('set') } : {},
      ...own.some(({ operation }) => operation === 'add') ? { add: values('add') } : {},
      ...removed.length > 0 ? { remove: removed } : {},
    };
    return own.length === 0 ? {} : { [name]: operationsOf };
  };
  return operations.length === 0 ? {} : { headers: { ...side('request'), ...side('response') } };
}
