import type { JsonObject } from '../../json';
import { isObject } from '../../json';

/** What a key of each type must have, each as base64url. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map([['RSA', ['n', 'e']], ['EC', ['x', 'y']], ['OKP', ['x']], ['oct', ['k']]]);
const CURVES: ReadonlyMap<string, readonly string[]> = new Map([['EC', ['P-256', 'P-384', 'P-521', 'secp256k1']], ['OKP', ['Ed25519', 'X25519']]]);

/** What is wrong with a set of JSON Web Keys, or with one key alone, as a text. */
export function keySetProblem(text: string): string | undefined {
  if (text === '') { return undefined; }
  const keys = keysOf(text);
  if (keys === undefined) { return 'it is no JSON object of keys'; }
  for (const [i, key] of keys.entries()) {
    const problem = keyProblem(key);
    if (problem !== undefined) { return `key ${i} ${problem}`; }
  }
  return undefined;
}

/** The places of the keys that whoever has them can sign with. */
export function privateKeys(text: string): readonly number[] {
  const keys = keySetProblem(text) === undefined ? keysOf(text) ?? [] : [];
  return [...keys.entries()].filter(([, key]) => isObject(key) && (key.kty === 'oct' || key.d !== undefined)).map(([i]) => i);
}

function keysOf(text: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    if (!isObject(parsed)) { return undefined; }
    if (parsed.keys === undefined) { return [parsed]; }
    return Array.isArray(parsed.keys) ? parsed.keys : undefined;
  } catch {
    return undefined;
  }
}

function keyProblem(key: unknown): string | undefined {
  if (!isObject(key)) { return 'is no JSON object'; }
  const type = typeof key.kty === 'string' ? key.kty : '';
  const parts = PARTS.get(type);
  if (parts === undefined) { return `has no type (kty) that Istio knows: ${[...PARTS.keys()].join(', ')}`; }
  const missing = [...parts, ...key.d === undefined ? [] : ['d']].find(part => !isBase64(key[part]));
  if (missing !== undefined) { return `has no ${missing}, or one that is not base64url`; }
  return curveProblem(type, key);
}

function curveProblem(type: string, key: JsonObject): string | undefined {
  const curves = CURVES.get(type);
  return curves === undefined || (typeof key.crv === 'string' && curves.includes(key.crv)) ? undefined : `has no curve (crv) that Istio knows: ${curves.join(', ')}`;
}

function isBase64(value: unknown): boolean {
  // One letter alone over groups of four has too few bits for a byte.
  return typeof value === 'string' && /^[A-Za-z0-9_+/-]+={0,2}$/.test(value) && value.replace(/=+$/, '').length % 4 !== 1;
}
