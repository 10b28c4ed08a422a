import type { Addresses, AddressSet } from '../algebra';
import type { IpRange } from '../network-policy/addresses';
import type { IpBlock } from '../network-policy/ip-block';

/** The addresses of an `ipBlock`. */
export function blockAddresses(addresses: Addresses, { cidr, except }: IpBlock): AddressSet {
  const of = (range: IpRange): AddressSet => addresses.block(cidrText(range)) ?? addresses.none;
  return addresses.difference(of(cidr), addresses.union(...except.map(of)));
}

function cidrText({ family, first, last }: IpRange): string {
  const bits = family === 'IPv4' ? 32 : 128;
  const prefix = bits - ((last - first + 1n).toString(2).length - 1);
  const digits = first.toString(16).padStart(bits / 4, '0');
  const groups = family === 'IPv4' ? (digits.match(/../g) ?? []).map(byte => String(parseInt(byte, 16))) : digits.match(/..../g) ?? [];
  return `${groups.join(family === 'IPv4' ? '.' : ':')}/${prefix}`;
}
