import { isIPv4, isIPv6 } from 'net';
import { parseAddress } from '../../../network-policy/addresses';

/** Whether a text is an address as rules mean it: without a zone, and not an IPv4 address written as an IPv6 one. */
export function isAddress(text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && (address.family === 'IPv4') === isIPv4(text);
}

/** The format `ipv4`: leading zeros are let pass, as they were in old releases, and so is an IPv6 address that ends with an IPv4 one. */
export function isIpv4Format(text: string): boolean {
  return text.includes('.') && (isIPv4(decimal(text)) || isIpv6Sloppy(text));
}

/** The format `ipv6`, which any address with a colon has. */
export function isIpv6Format(text: string): boolean {
  return text.includes(':') && isIPv6(text) && !text.includes('%');
}

function isIpv6Sloppy(text: string): boolean {
  const last = text.lastIndexOf(':') + 1;
  return last > 0 && !text.includes('%') && isIPv6(text.slice(0, last) + decimal(text.slice(last)));
}

function decimal(text: string): string {
  return text.replace(/(^|\.)0+(?=\d)/g, '$1');
}
