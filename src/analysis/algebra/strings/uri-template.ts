import type { Expression } from './expression';
import { letter, repeat, sequence, text } from './expression';
import { lettersOf, span, unite } from './letters';
import { Unsupported } from './unsupported';

/** The characters of a path segment (`pchar` of RFC 3986, but for the asterisk), as Envoy's URI templates have them. */
export const SEGMENT = unite([span('a', 'z'), span('A', 'Z'), span('0', '9')], lettersOf("-._~%!$&'()+,;:@="));

const OPERATORS: ReadonlyMap<string, Expression> = new Map([
  ['{*}', repeat(letter(SEGMENT), 1, Infinity)],
  ['{**}', repeat(letter(unite(SEGMENT, lettersOf('/'))), 0, Infinity)],
]);

/**
 * The paths of a URI template: `{*}` is one segment that is not empty, `{**}` any number of them. Braces otherwise, and what
 * Envoy refuses, are unsupported.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/path/match/uri_template/v3/uri_template_match.proto
 */
export function uriTemplate(template: string): Expression | Unsupported {
  if (!template.startsWith('/')) { return new Unsupported(template, 'a template begins with /'); }
  const parts = template.split(/(\{\*\*?\})/);
  const literal = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=/]*$/;
  if (!parts.every(part => OPERATORS.has(part) || literal.test(part))) { return new Unsupported(template, 'not a character of a path'); }
  if (template.includes('//')) { return new Unsupported(template, 'an empty segment'); }
  const operators = parts.filter(part => OPERATORS.has(part));
  if (operators.slice(0, -1).includes('{**}')) { return new Unsupported(template, 'an operator after {**}'); }
  return sequence(...parts.map(part => OPERATORS.get(part) ?? text(part)));
}
