import { isIPv4, isIPv6 } from 'net';

export type IpFamily = 'IPv4' | 'IPv6';

export interface IpAddress {
  readonly family: IpFamily;
  readonly value: bigint;
}

/** All addresses from `first` to `last`, both included. */
export interface IpRange {
  readonly family: IpFamily;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { IPv4: 32, IPv6: 128 } as const;
const MAPPED_FIRST = 0xffff_0000_0000n;
const MAPPED_LAST = 0xffff_ffff_ffffn;

/** The whole of a family: what `0.0.0.0/0` and `::/0` stand for. */
export function wholeFamily(family: IpFamily): IpRange {
  return { family, first: 0n, last: 2n ** BigInt(BITS[family]) - 1n };
}

/** undefined if it is no address. An IPv4-mapped IPv6 address is the IPv4 address, as it is for every network plugin. */
export function parseAddress(text: unknown): IpAddress | undefined {
  if (typeof text !== 'string' || text.includes('%')) return undefined;
  if (isIPv4(text)) return { family: 'IPv4', value: ipv4Value(text) };
  if (!isIPv6(text)) return undefined;
  const value = ipv6Value(text);
  return value >= MAPPED_FIRST && value <= MAPPED_LAST
    ? { family: 'IPv4', value: value - MAPPED_FIRST }
    : { family: 'IPv6', value };
}

/**
 * undefined if it is no CIDR. Bits beyond the prefix are ignored, as the API server does (`10.0.0.7/8` is `10.0.0.0/8`).
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function parseCidr(text: unknown): IpRange | undefined {
  if (typeof text !== 'string') return undefined;
  const [address, prefix, ...more] = text.split('/');
  if (more.length > 0 || prefix === undefined || !/^(0|[1-9][0-9]{0,2})$/.test(prefix)) return undefined;
  const parsed = parseAddress(address);
  // A mapped address with an IPv6 prefix length is ambiguous, and newer API servers refuse it.
  if (parsed === undefined || (parsed.family === 'IPv4') !== isIPv4(address)) return undefined;
  const bits = BITS[parsed.family] - Number(prefix);
  if (bits < 0) return undefined;
  const size = 2n ** BigInt(bits);
  const first = parsed.value - parsed.value % size;
  return { family: parsed.family, first, last: first + size - 1n };
}

export function inRange(range: IpRange, address: IpAddress): boolean {
  return range.family === address.family && range.first <= address.value && address.value <= range.last;
}

/** Whether all of `inner` lies in `outer`. */
export function covers(outer: IpRange, inner: IpRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether some address lies in both. */
export function overlap(one: IpRange, other: IpRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

function ipv4Value(text: string): bigint {
  return text.split('.').reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function ipv6Value(text: string): bigint {
  const [head, tail] = withoutDots(text).split('::').map((side) => side === '' ? [] : side.split(':'));
  const groups = tail === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return groups.reduce((value, group) => value * 0x1_0000n + BigInt(`0x${group}`), 0n);
}

/** `::ffff:10.0.0.1` as `::ffff:a00:1`. */
function withoutDots(text: string): string {
  const at = text.lastIndexOf(':') + 1;
  const last = text.slice(at);
  if (!last.includes('.')) return text;
  const value = ipv4Value(last);
  return `${text.slice(0, at)}${(value / 0x1_0000n).toString(16)}:${(value % 0x1_0000n).toString(16)}`;
}
