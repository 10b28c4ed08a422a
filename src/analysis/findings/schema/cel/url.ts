import { isIPv6 } from 'net';

/** Characters of ASCII that may stand in a host as they are. */
const HOST = /^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]|[^\0-\x7f]|%[89A-Fa-f][0-9A-Fa-f]|%25)*$/;
const ZONE = /^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]|[^\0-\x7f]|%[0-9A-Fa-f]{2})*$/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
const OPTIONAL_PORT = /^(?::\d*)?$/;

/**
 * A URL as Go reads that of a request, which is absolute; undefined if it is none.
 *
 * @see https://pkg.go.dev/net/url#ParseRequestURI
 */
export function urlOf(text: string): { readonly scheme: string } | undefined {
  if (text === '' || /[\0-\x1f\x7f]/.test(text)) { return undefined; }
  if (text === '*') { return { scheme: '' }; }
  if (text.startsWith(':')) { return undefined; }
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text);
  const scheme = match?.[1].toLowerCase() ?? '';
  const [rest] = text.slice(match?.[0].length ?? 0).split('?');
  if (!rest.startsWith('/')) { return scheme === '' ? undefined : { scheme }; }
  if (scheme === '' || !rest.startsWith('//')) { return BROKEN_ESCAPE.test(rest) ? undefined : { scheme }; }
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? '' : rest.slice(slash);
  return isAuthority(authority) && !BROKEN_ESCAPE.test(path) ? { scheme } : undefined;
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  return USER.test(user) && !BROKEN_ESCAPE.test(user) && isHost(authority.slice(at + 1));
}

function isHost(host: string): boolean {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) { return false; }
  if (bracket === 0) {
    const end = host.lastIndexOf(']');
    return end >= 0 && OPTIONAL_PORT.test(host.slice(end + 1)) && isBracketed(host.slice(1, end));
  }
  const colon = host.lastIndexOf(':');
  return (colon < 0 || OPTIONAL_PORT.test(host.slice(colon))) && HOST.test(host);
}

function isBracketed(text: string): boolean {
  const zone = text.indexOf('%25');
  const address = zone < 0 ? text : text.slice(0, zone);
  return HOST.test(address) && isIPv6(address) && (zone < 0 || ZONE.test(text.slice(zone)) && zone + 3 < text.length);
}
