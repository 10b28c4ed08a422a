import { fullMatch, matchesPolicyString, quoted } from './strings';
import type { PathNormalization } from '../../model';
import type { Tri } from '../tri';
import { Unknown } from '../tri';

/** What a segment may hold where a template has an operator, as Envoy's URI templates have it. */
const SEGMENT = 'a-zA-Z0-9\\-._~%!$&\'()+,;:@=';

export function isPathTemplate(pattern: string): boolean {
  return pattern.includes('{*}') || pattern.includes('{**}');
}

/** `pattern` is a path of an authorization policy, `path` one without query. */
export function matchesPolicyPath(pattern: string, path: string): Tri {
  if (!isPathTemplate(pattern)) { return matchesPolicyString(pattern, path); }
  if (!pattern.startsWith('/')) { return new Unknown(`the path template ${pattern} does not begin with /, which Envoy refuses`); }
  const source = pattern.split(/(\{\*\*\}|\{\*\})/).map(part =>
    part === '{*}' ? `[${SEGMENT}]+` : part === '{**}' ? `[${SEGMENT}/]*` : quoted(part)).join('');
  return fullMatch(source)?.test(path) ?? new Unknown(`the path template ${pattern} cannot be read`);
}

export function withoutQuery(path: string): string {
  const end = path.search(/[?#]/);
  return end === -1 ? path : path.slice(0, end);
}

/**
 * A request's path as a proxy sees it after normalization; unknown where Envoy's treatment of an escape is not certain.
 *
 * @see https://istio.io/latest/docs/reference/config/security/normalization/
 */
export function normalizePath(path: string, normalization: PathNormalization): string | Unknown {
  if (normalization === 'NONE' || isPlain(path)) { return path; }
  const query = path.slice(withoutQuery(path).length);
  let plain = withoutQuery(path);
  // Escaped slashes are undone first, and the client is sent there again.
  if (normalization === 'DECODE_AND_MERGE_SLASHES') { plain = plain.replace(/%2f/gi, '/').replace(/%5c/gi, '\\'); }
  plain = plain.replace(/\\/g, '/').replace(/%2e/gi, '.');
  const escapes = plain.match(/%[0-9a-f]{2}/gi) ?? [];
  if (escapes.some(escape => /[A-Za-z0-9_~-]/.test(String.fromCharCode(parseInt(escape.slice(1), 16))))) {
    return new Unknown(`the path ${path} escapes characters that need no escape; proxies differ in undoing that`);
  }
  if (!plain.startsWith('/')) { return plain + query; }
  plain = withoutDots(plain);
  if (normalization !== 'BASE') { plain = plain.replace(/\/{2,}/g, '/'); }
  return plain + query;
}

/** Whether there is nothing in a path that any normalization changes. */
function isPlain(path: string): boolean {
  return !/[%\\?#]|\/[/.]/.test(path);
}

function withoutDots(path: string): string {
  const out: string[] = [];
  const segments = path.split('/').slice(1);
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    if (segment === '.') {
      if (last) { out.push(''); }
    } else if (segment === '..') {
      out.pop();
      if (last) { out.push(''); }
    } else {
      out.push(segment);
    }
  });
  return `/${out.join('/')}`;
}
