import type { Duration } from 'cdk8s';
import { durationText, millisecondsOf } from './duration';
import type { FeatureDeclaration } from './feature';
import type { HttpMatch } from './http-match';
import type { StringMatch } from './string-match';
import { conditionOf } from './string-match';
import { isHttpToken } from '../private/http-token';
import { sortedUnique } from '../private/naming';

/**
 * Which pages of other origins may read answers.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#CorsPolicy
 */
export interface CorsOptions {
  /** Origins, such as `{ exact: 'https://shop.example.com' }`; at least one. */
  readonly allowOrigins: StringMatch[];

  /**
   * Methods that such pages may use.
   * @default - none beside those that need no permission
   */
  readonly allowMethods?: string[];

  /**
   * Headers that such pages may send.
   * @default - none beside those that need no permission
   */
  readonly allowHeaders?: string[];

  /**
   * Headers of answers that such pages may read.
   * @default - none beside those that need no permission
   */
  readonly exposeHeaders?: string[];

  /**
   * How long a browser may remember the permission, in whole seconds.
   * @default - the browser's choice
   */
  readonly maxAge?: Duration;

  /**
   * May such pages send cookies and other credentials?
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * The requests.
   * @default - every request
   */
  readonly when?: HttpMatch;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'];

/** A star stands for every header, and so for nothing but that. */
function isHeader(name: string): boolean {
  return name === '*' || (isHttpToken(name) && !name.includes('*'));
}

export function corsOf(options: CorsOptions): FeatureDeclaration {
  const { allowOrigins, allowMethods, allowHeaders, exposeHeaders, maxAge, allowCredentials = false, when } = options;
  const text = 'the CORS policy';
  const problems: string[] = [];
  const origins = allowOrigins.map(origin => conditionOf(origin, `${text}: an origin`, problem => problems.push(problem)));
  const anybody = origins.some(origin => origin.form === 'present' || (origin.form === 'regex' && /^\^?\.[*+]\$?$/.test(origin.value)));
  const age = maxAge && millisecondsOf(maxAge);
  const list = (name: string, values: string[] | undefined) => (values ? { [name]: sortedUnique(values) } : {});
  return {
    text,
    when,
    effects: [{
      slot: 'cors',
      policy: {
        allowOrigins: origins.map(origin => (origin.form === 'present' ? { regex: '.*' } : { [origin.form]: origin.value })),
        ...list('allowMethods', allowMethods),
        ...list('allowHeaders', allowHeaders),
        ...list('exposeHeaders', exposeHeaders),
        ...age === undefined ? {} : { maxAge: durationText(age) },
        ...options.allowCredentials === undefined ? {} : { allowCredentials },
      },
    }],
    problems: [
      ...problems,
      allowOrigins.length === 0 ? `${text} allows no origin; name at least one.` : undefined,
      allowCredentials && anybody ? `${text} lets pages of any origin use the credentials of whoever looks at them; name the origins.` : undefined,
      age === undefined || (age >= 1000 && age % 1000 === 0) ? undefined : `${text} is remembered for ${durationText(age)}; use whole seconds.`,
      ...(allowMethods ?? []).filter(method => method !== '*' && !METHODS.includes(method)).map(method =>
        `${text} allows method '${method}', which Istio does not know; use one of ${METHODS.join(', ')}.`),
      ...[...allowHeaders ?? [], ...exposeHeaders ?? []].filter(header => !isHeader(header)).map(header => `${text} names header '${header}', which is not a header's name.`),
    ],
  };
}
