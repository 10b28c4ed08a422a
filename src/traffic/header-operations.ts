import type { FeatureDeclaration } from './feature';
import type { HttpMatch } from './http-match';
import type { HeaderOperation } from './traffic-model';
import { isHttpToken } from '../private/http-token';
import { sorted } from '../private/naming';

/** What is done to headers. */
export interface HeaderOperations {
  /**
   * Headers that get this value in place of any other. '%' begins what a proxy fills in, such as '%DOWNSTREAM_REMOTE_ADDRESS%'; write
   * '%%' for itself.
   * @default - none
   */
  readonly set?: { readonly [name: string]: string };

  /**
   * Headers that get this value beside others.
   * @default - none
   */
  readonly add?: { readonly [name: string]: string };

  /**
   * Headers that are taken away.
   * @default - none
   */
  readonly remove?: string[];

  /**
   * The requests.
   * @default - every request
   */
  readonly when?: HttpMatch;
}

/** Text, '%%', '%NAME%' and '%NAME(…)%', without control characters but tabs. */
const VALUE = /^([^%\u0000-\u0008\u000a-\u001f\u007f]|%%|%[A-Z][A-Z0-9_]*(\([^)\u0000-\u001f]*\))?(:\d+)?%)*$/;

/** Operations on the headers of requests, or of their answers. */
export function headerOperationsOf(side: 'request' | 'response', operations: HeaderOperations): FeatureDeclaration[] {
  const list = (operation: 'set' | 'add', values: { readonly [name: string]: string } | undefined): HeaderOperation[] =>
    sorted(Object.entries(values ?? {}), ([name]) => name).map(([name, value]) => ({ slot: 'header', side, operation, name: name.toLowerCase(), value }));
  const all: HeaderOperation[] = [
    ...list('set', operations.set),
    ...list('add', operations.add),
    ...(operations.remove ?? []).map((name): HeaderOperation => ({ slot: 'header', side, operation: 'remove', name: name.toLowerCase() })),
  ];
  if (all.length === 0) {
    return [{ text: `the change of ${side} headers`, when: operations.when, effects: [], problems: [`the change of ${side} headers changes none; name what to set, add or remove.`] }];
  }
  return all.map(effect => {
    const text = `the choice to ${effect.operation} ${side} header '${effect.name}'`;
    return { text, when: operations.when, effects: [effect], problems: [nameProblem(text, effect.name), valueProblem(text, effect.value)] };
  });
}

function nameProblem(text: string, name: string): string | undefined {
  if (name === 'host' || name.startsWith(':')) {
    return `${text} would change what every request has; use rewriteAuthority() or a rewrite of the path.`;
  }
  return isHttpToken(name) ? undefined : `${text} has no header's name; use letters, digits and '-'.`;
}

function valueProblem(text: string, value: string | undefined): string | undefined {
  return value === undefined || VALUE.test(value) ? undefined
    : `${text} has the value '${value}', which proxies refuse: control characters, or a '%' that begins nothing; write '%%' for itself.`;
}
