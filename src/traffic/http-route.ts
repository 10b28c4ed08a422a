import type { Condition } from './condition';
import type { Conditions, Conjunction } from './conjunction';
import { EVERYTHING, keyOf } from './conjunction';
import { weightedDestinations } from './destinations';
import { effectFields } from './http-effects';
import type { PlannedRoute } from './http-plan';
import type { Action, Redirect, Response } from './traffic-model';
import type { MeshKinds } from '../private/mesh-object';

export type HttpRoute = NonNullable<MeshKinds['VirtualService']['http']>[number];
export type HttpRouteMatch = NonNullable<HttpRoute['match']>[number];

/**
 * A route as a VirtualService has it, for requests that also meet one of the matches.
 *
 * @param asked the port that callers name, if it is another than that of the destination
 */
export function httpRoute(route: PlannedRoute, host: string, port: number, matches: readonly HttpRouteMatch[], asked = port): HttpRoute {
  return {
    ...matches.length > 0 ? { match: [...matches] } : {},
    ...actionFields(route.action, host, port),
    ...effectFields(route.effects, route.match, asked),
  };
}

/** The conjunction as one match of Istio's. */
export function httpMatch(match: Conjunction): HttpRouteMatch {
  const { path, method, authority, headers, withoutHeaders, query, sourceLabels, sourceNamespace } = match;
  return {
    ...path ? { uri: stringMatch(path) } : {},
    ...match.ignorePathCase ? { ignoreUriCase: true } : {},
    ...method ? { method: stringMatch(method) } : {},
    ...authority ? { authority: stringMatch(authority) } : {},
    ...headers.size > 0 ? { headers: stringMatches(headers) } : {},
    ...withoutHeaders.size > 0 ? { withoutHeaders: stringMatches(withoutHeaders) } : {},
    // An empty match of a query parameter is none, to Istio.
    ...query.size > 0 ? {
      queryParams: stringMatches(new Map([...query].map(([name, condition]) =>
        [name, condition.form === 'present' ? { form: 'regex', value: '.*' } : condition]))),
    } : {},
    ...sourceLabels.size > 0 ? { sourceLabels: Object.fromEntries(sourceLabels) } : {},
    ...sourceNamespace === undefined ? {} : { sourceNamespace },
  };
}

/** Is every request meant? */
export function isEverything(match: Conjunction): boolean {
  return keyOf(match) === keyOf(EVERYTHING);
}

function stringMatch(condition: Condition): { exact?: string; prefix?: string; regex?: string } {
  return condition.form === 'present' ? {} : { [condition.form]: condition.value };
}

function stringMatches(conditions: Conditions): { [name: string]: { exact?: string; prefix?: string; regex?: string } } {
  return Object.fromEntries([...conditions].map(([name, condition]) => [name, stringMatch(condition)]));
}

function actionFields(action: Action, host: string, port: number): Partial<HttpRoute> {
  switch (action.kind) {
    case 'forward': return { route: weightedDestinations(host, port, action.shares) };
    case 'redirect': return { redirect: redirectOf(action) };
    case 'respond': return { directResponse: responseOf(action) };
  }
}

function redirectOf({ path, authority, scheme, port, code }: Redirect): NonNullable<HttpRoute['redirect']> {
  return {
    ...path === undefined ? {} : { uri: path },
    ...authority === undefined ? {} : { authority },
    ...scheme === undefined ? {} : { scheme },
    ...port === undefined ? {} : { port },
    ...code === undefined ? {} : { redirectCode: code },
  };
}

function responseOf({ status, body }: Response): NonNullable<HttpRoute['directResponse']> {
  return { status, ...body === undefined ? {} : { body: { string: body } } };
}
