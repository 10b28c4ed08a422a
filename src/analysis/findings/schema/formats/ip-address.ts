import { isIPv4, isIPv6 } from 'net';
import { inRange, parseAddress, parseCidr } from '../../../network-policy/addresses';

/** Whether a text is an address as rules mean it: without a zone, and not an IPv4 address written as an IPv6 one. */
export function isAddress(text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && (address.family === 'IPv4') === isIPv4(text);
}

/** An address as old fields take it: with leading zeros. */
export function isLooseAddress(text: string): boolean {
  return isIPv4(decimal(text)) || isLooseIpv6(text);
}

const SPECIAL = ['0.0.0.0/32', '::/128', '127.0.0.0/8', '::1/128', '169.254.0.0/16', 'fe80::/10', '224.0.0.0/24', 'ff02::/16']
  .flatMap(cidr => parseCidr(cidr) ?? []);

/** Whether a loose address leads nowhere but to the host that uses it, or to its link. */
export function isSpecialAddress(text: string): boolean {
  const address = parseAddress(decimal(text));
  return address !== undefined && SPECIAL.some(range => inRange(range, address));
}

/** The format `ipv4`, which an IPv6 address that ends with an IPv4 one has as well. */
export function isIpv4Format(text: string): boolean {
  return text.includes('.') && isLooseAddress(text);
}

/** The format `ipv6`, which any address with a colon has. */
export function isIpv6Format(text: string): boolean {
  return text.includes(':') && isIPv6(text) && !text.includes('%');
}

function isLooseIpv6(text: string): boolean {
  const last = text.lastIndexOf(':') + 1;
  return last > 0 && !text.includes('%') && isIPv6(text.slice(0, last) + decimal(text.slice(last)));
}

function decimal(text: string): string {
  return text.replace(/(^|\.)0+(?=\d)/g, '$1');
}
