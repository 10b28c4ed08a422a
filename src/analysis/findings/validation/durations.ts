import { quoted } from './words';

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n, us: 1_000n, µs: 1_000n, μs: 1_000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n,
};
const MILLISECOND = NANOSECONDS.ms;
const SECOND = NANOSECONDS.s;

/** Nanoseconds of a duration such as `1h30m` or `1.5s`; undefined if it is none. */
export function nanoseconds(text: string): bigint | undefined {
  const match = /^([-+]?)((?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (match === null) { return undefined; }
  let total = 0n;
  for (const [, whole, fraction = '', unit] of match[2].matchAll(/([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)/g)) {
    total += BigInt(`${whole}${fraction}` || '0') * NANOSECONDS[unit] / 10n ** BigInt(fraction.length);
  }
  return match[1] === '-' ? -total : total;
}

/** Of durations that are long enough: proxies count no less than milliseconds. The rest is the API server's to refuse. */
export function precisionProblem(text: string): string | undefined {
  const length = nanoseconds(text);
  return length === undefined || length < MILLISECOND || length % MILLISECOND === 0n ? undefined : `${quoted(text)} is no whole number of milliseconds`;
}

/** Of times that browsers count in seconds. */
export function secondsProblem(text: string): string | undefined {
  const length = nanoseconds(text);
  return length === undefined || length < MILLISECOND || length % SECOND === 0n ? undefined : `${quoted(text)} is no whole number of seconds`;
}
