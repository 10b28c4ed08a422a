import { isIP } from 'node:net';
import { quoted } from './words';

/** Whether a text is an address of IPv4 or IPv6, a zone included. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** What is wrong with an address. */
export function addressProblem(text: string): string | undefined {
  return isAddress(text) ? undefined : `${quoted(text)} is no IP address`;
}

/** What is wrong with an address or a block of them in CIDR notation. */
export function subnetProblem(text: string): string | undefined {
  return isAddress(text) || isBlock(text) ? undefined : `${quoted(text)} is neither an IP address nor a block of them, such as 10.0.0.0/8`;
}

function isBlock(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0) { return false; }
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)];
  // A zone is of one link, so blocks have none.
  const version = address.includes('%') ? 0 : isIP(address);
  return version !== 0 && /^(?:0|[1-9][0-9]{0,2})$/.test(length) && Number(length) <= (version === 4 ? 32 : 128);
}
