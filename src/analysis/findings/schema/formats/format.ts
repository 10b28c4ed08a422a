import { isIpv4Format, isIpv6Format } from './ip-address';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;

/** Formats of strings as the API server checks them in custom resources. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  byte: text => BASE64.test(text),
  ipv4: isIpv4Format,
  ipv6: isIpv6Format,
};

export function hasFormat(format: string, text: string): boolean {
  return FORMATS[format]?.(text) ?? true;
}
