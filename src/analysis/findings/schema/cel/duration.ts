const LARGEST = 2n ** 63n;
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n, us: 1_000n, µs: 1_000n, μs: 1_000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n,
};
const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)(?=[\d.]|$)/y;

/** The nanoseconds of a duration as Go writes it, `1h30m` or `1.5s`; undefined if it is none, or longer than 292 years. */
export function durationOf(text: string): bigint | undefined {
  const [, sign, rest] = /^([-+]?)(.*)$/s.exec(text) ?? ['', '', ''];
  if (rest === '0') { return 0n; }
  if (rest === '') { return undefined; }
  let sum = 0n;
  for (PART.lastIndex = 0; PART.lastIndex < rest.length;) {
    const match = PART.exec(rest);
    if (match === null) { return undefined; }
    const [, whole, fraction, unit] = match;
    if (whole === '' && (fraction ?? '') === '') { return undefined; }
    sum += BigInt(whole || '0') * UNITS[unit] + fractionOf(fraction ?? '', Number(UNITS[unit]));
    if (sum > LARGEST) { return undefined; }
  }
  if (sign === '-') { return -sum; }
  return sum === LARGEST ? undefined : sum;
}

/** Digits beyond what an integer of 64 bits holds do not count. */
function fractionOf(digits: string, unit: number): bigint {
  let counted = digits;
  while (counted.length > 18 && BigInt(counted) >= LARGEST) { counted = counted.slice(0, -1); }
  return counted === '' ? 0n : BigInt(Math.trunc(Number(counted) * (unit / 10 ** counted.length)));
}
