import { BlockList, isIP } from 'node:net';
import type { Tri } from '../tri';
import { Unknown } from '../tri';

/**
 * A block of addresses: an address alone, or CIDR.
 */
export interface AddressBlock {
  readonly text: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
  readonly list: BlockList;
}

const parsed = new Map<string, AddressBlock | undefined>();

export function addressBlock(text: string): AddressBlock | undefined {
  if (!parsed.has(text)) {
    if (parsed.size > 10_000) { parsed.clear(); }
    parsed.set(text, parse(text));
  }
  return parsed.get(text);
}

function parse(text: string): AddressBlock | undefined {
  const match = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text);
  const version = match === null ? 0 : isIP(match[1]);
  if (match === null || version === 0) { return undefined; }
  const bits = version === 4 ? 32 : 128;
  const prefix = match[2] === undefined ? bits : Number(match[2]);
  if (prefix > bits) { return undefined; }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(match[1], prefix, family);
  return { text, family, prefix, list };
}

/**
 * Whether an address is in a block. An address that nobody knows is taken for one of IPv4, and is in a block that holds all
 * of those. No block of one family holds an address of the other, but an IPv4 address may be written as one of IPv6.
 */
export function inBlock(text: string, address: string | Unknown): Tri {
  const block = addressBlock(text);
  if (block === undefined) { return new Unknown(`${text} is neither an address nor a block of addresses`); }
  if (address instanceof Unknown) { return block.prefix === 0 && block.family === 'ipv4' ? true : address; }
  const version = isIP(address);
  if (version === 0) { return new Unknown(`${address} is not an address`); }
  const mapped = version === 6 && MAPPED.check(address, 'ipv6');
  if (block.family === 'ipv6' && (version === 4 || mapped) && !isMapped(block)) { return false; }
  return block.list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

const MAPPED = new BlockList();
MAPPED.addSubnet('::ffff:0.0.0.0', 96, 'ipv6');

function isMapped({ text, prefix }: AddressBlock): boolean {
  return prefix >= 96 && MAPPED.check(text.split('/', 1)[0], 'ipv6');
}
