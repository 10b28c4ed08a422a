import { createHash } from 'node:crypto';
import type { Difference } from './proof';

/** How many hexadecimal digits tell differences of one place apart. */
const DIGITS = 16;

/**
 * What a difference is called, to speak of it and of no other: its side, its layer, where it is, and a fingerprint of all that
 * is possible or impossible there.
 *
 * @param what the fingerprint of a set, or words that say all of it
 */
export function differenceId(side: Difference['side'], layer: Difference['layer'], where: string, what: string): string {
  const digits = /^[0-9a-f]{16}$/.test(what) ? what : createHash('sha256').update(what).digest('hex').slice(0, DIGITS);
  return [side, layer.replace('all layers', 'allLayers'), where, digits].join(':');
}
