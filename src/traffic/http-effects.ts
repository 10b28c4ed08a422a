import { durationText } from './duration';
import type { HttpRoute } from './http-route';
import type { Effect, HeaderOperation, Mirror, Target } from './traffic-model';

type Effects<S extends Effect['slot']> = Extract<Effect, { readonly slot: S }>;
type Headers = NonNullable<HttpRoute['headers']>;

/** Effects as the fields of a VirtualService's route. */
export function effectFields(effects: readonly Effect[]): Partial<HttpRoute> {
  const one = <S extends Effect['slot']>(slot: S): Effects<S> | undefined => effects.find(effect => effect.slot === slot) as Effects<S> | undefined;
  const all = <S extends Effect['slot']>(slot: S): Effects<S>[] => effects.filter(effect => effect.slot === slot) as Effects<S>[];
  const [delay, abort, timeout, retries, rewrite, cors] = [one('delay'), one('abort'), one('timeout'), one('retries'), one('rewrite'), one('cors')];
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
    ...rewrite ? {
      rewrite: {
        ...rewrite.path === undefined ? {} : { uri: rewrite.path },
        ...rewrite.regex === undefined ? {} : { uriRegexRewrite: rewrite.regex },
        ...rewrite.authority === undefined ? {} : { authority: rewrite.authority },
      },
    } : {},
    ...mirrorFields(all('mirror')),
    ...headerFields(all('header')),
    ...cors ? { corsPolicy: cors.policy } : {},
  };
}

/** One mirror has fields of its own; several are a list. */
function mirrorFields(mirrors: readonly Mirror[]): Partial<HttpRoute> {
  const destination = ({ host, subset, port }: Target) => ({ host, ...subset === undefined ? {} : { subset }, port: { number: port } });
  if (mirrors.length === 1) {
    return { mirror: destination(mirrors[0].target), mirrorPercentage: { value: mirrors[0].percentage } };
  }
  return mirrors.length === 0 ? {} : {
    mirrors: mirrors.map(({ target, percentage }) => ({ destination: destination(target), percentage: { value: percentage } })),
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
