import { isIP } from 'node:net';

/** Is it a block of addresses, such as '10.0.0.0/8' or 'fd00::/8'? */
export function isCidr(text: string): boolean {
  const [address, length = '', ...rest] = text.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)];
  return bits !== undefined && rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= bits;
}

/** Is it a block of addresses, or one address? */
export function isAddressOrCidr(text: string): boolean {
  return isIP(text) !== 0 || isCidr(text);
}
