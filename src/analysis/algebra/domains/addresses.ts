import { parseAddress, printAddress } from './address-text';
import type { Shared } from './domain';
import { Domain } from './domain';
import { toSteps } from './ranges';
import type { AddressSet, Value } from './value-set';
import type { Automaton } from '../automata/automaton';
import { Truth } from '../automata/truth';

/** Letters of 32 bits after the family: one for IPv4, four for IPv6. */
const LENGTHS = [1, 4] as const;
const LAST = 2 ** 32 - 1;
/** IPv4-mapped addresses have this word after two zeros. Their codes code nothing, and are taken for those of the word before. */
const MAPPED = 0xffff;

/** The IPv4 and IPv6 addresses, one universe of two families. */
export class Addresses extends Domain<'addresses'> {
  public readonly codes: Automaton<Truth>;
  public readonly ipv4: AddressSet;
  public readonly ipv6: AddressSet;

  public constructor(shared: Shared) {
    super('addresses', shared);
    const end = this.automata.state<Truth>(Truth.TRUE, [0], [this.none]);
    const words = (length: number): Automaton<Truth> =>
      length === 0 ? end : this.automata.state<Truth>(Truth.FALSE, [0, LAST + 1], [words(length - 1), this.none]);
    const afterTwoZeros = this.automata.state<Truth>(Truth.FALSE, [0, MAPPED, MAPPED + 1, LAST + 1], [words(1), this.none, words(1), this.none]);
    const afterZero = this.automata.state<Truth>(Truth.FALSE, [0, 1, LAST + 1], [afterTwoZeros, words(2), this.none]);
    const ipv6 = this.automata.state<Truth>(Truth.FALSE, [0, 1, LAST + 1], [afterZero, words(3), this.none]);
    this.codes = this.automata.state<Truth>(Truth.FALSE, [0, 1, 2], [words(LENGTHS[0]), ipv6, this.none]);
    this.ipv4 = this.family(0, this.all);
    this.ipv6 = this.family(1, this.all);
  }

  /**
   * An address, or a block of them (`10.0.0.0/8`); undefined where the text is neither. Bits beyond the prefix are ignored.
   */
  public block(text: string): AddressSet | undefined {
    const match = /^([^/]+)(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text);
    const word = match === null ? undefined : parseAddress(match[1]);
    if (match === null || word === undefined) { return undefined; }
    const [family, ...words] = word;
    const bits = 32 * words.length;
    // A mapped address counts its prefix from the beginning of the IPv6 address.
    const mapped = family === 0 && match[1].includes(':') ? 96 : 0;
    const prefix = match[2] === undefined ? bits : Number(match[2]) - mapped;
    return prefix < 0 || prefix > bits ? undefined : this.family(family, this.prefixed(words, prefix));
  }

  public encode(value: Value): readonly number[] | undefined {
    return typeof value === 'string' ? parseAddress(value) : undefined;
  }

  public decode(word: readonly number[]): string {
    return printAddress(word);
  }

  /** The fewest blocks that make up the set, IPv4 first, in order. */
  public blocks(set: AddressSet): readonly string[] {
    return LENGTHS.flatMap((length, family) => this.blocksOf(set.after(family), [family], length));
  }

  public describe(set: AddressSet): string {
    if (set === this.all) { return 'any'; }
    if (set === this.none) { return 'none'; }
    const inside = this.blocks(set);
    const outside = this.blocks(this.complement(set));
    const both = this.intersection(set, this.ipv4) !== this.none && this.intersection(set, this.ipv6) !== this.none;
    if (both && outside.length < inside.length) { return `any except ${outside.join(', ')}`; }
    return LENGTHS.map((length, family) => {
      const within = this.intersection(set, family === 0 ? this.ipv4 : this.ipv6);
      const blocks = this.blocks(within);
      if (blocks.length < 3) { return blocks.join(', '); }
      const hull = this.hull(within, family, length);
      const missing = this.blocks(this.difference(hull, within));
      return missing.length + 1 < blocks.length ? `${this.blocks(hull).join()} except ${missing.join(', ')}` : blocks.join(', ');
    }).filter(text => text !== '').join(', ');
  }

  protected pick(first: number, last: number, place: number): { readonly letter: number; readonly rank: number } {
    // The first address of a block is its name rather than a host.
    const letter = place === 1 && first === 0 && last > 0 ? Math.min(last, 0x0a000001) : first;
    return { letter, rank: 0 };
  }

  private family(family: number, rest: Automaton<Truth>): AddressSet {
    return family === 0 ? this.branch([0, 1], [rest, this.none]) : this.branch([0, 1], [this.none, rest]);
  }

  /** The smallest block that holds a set of one family. */
  private hull(set: AddressSet, family: number, length: number): AddressSet {
    const first = bitsOf(edge(set.after(family), length, this.none, 'first'));
    const last = bitsOf(edge(set.after(family), length, this.none, 'last'));
    const common = [...first].findIndex((bit, i) => bit !== last[i]);
    const words = edge(set.after(family), length, this.none, 'first');
    return this.family(family, this.prefixed(words, common === -1 ? first.length : common));
  }

  private prefixed([word, ...rest]: readonly number[], prefix: number, before: readonly number[] = []): Automaton<Truth> {
    if (prefix === 0) { return this.all; }
    const size = 2 ** Math.max(32 - prefix, 0);
    const first = word - word % size;
    const end = first + size - 1;
    // Letters beyond the last are taken for it.
    const last = end === LAST ? Infinity : isMapped([1, ...before], end + 1) ? MAPPED : end;
    const { starts, values } = toSteps([[first, last]], this.prefixed(rest, Math.max(prefix - 32, 0), [...before, word]), this.none);
    return this.branch(starts, values);
  }

  private blocksOf(state: Automaton<Truth>, before: readonly number[], left: number): readonly string[] {
    if (state === this.none) { return []; }
    const depth = before.length - 1;
    if (state === this.all) { return [cidr([...before, ...Array<number>(left).fill(0)], 32 * depth)]; }
    const { starts, values } = state.steps;
    return values.flatMap((target, i) => {
      const last = (starts[i + 1] ?? LAST + 1) - 1;
      if (target === this.none) { return []; }
      if (target === this.all) {
        return aligned(starts[i], last).map(([first, bits]) => cidr([...before, first, ...Array<number>(left - 1).fill(0)], 32 * depth + bits));
      }
      const result: string[] = [];
      for (let word = starts[i]; word <= last; word++) {
        if (!isMapped(before, word)) { result.push(...this.blocksOf(target, [...before, word], left - 1)); }
      }
      return result;
    });
  }
}

/** Whether words after the family are the beginning of IPv4-mapped addresses. */
function isMapped([family, ...words]: readonly number[], word: number): boolean {
  return family === 1 && words.length === 2 && words.every(one => one === 0) && word === MAPPED;
}

/** The first or the last word that leads anywhere. */
function edge(state: Automaton<Truth>, length: number, none: Automaton<Truth>, which: 'first' | 'last'): readonly number[] {
  if (length === 0) { return []; }
  const { starts, values } = state.steps;
  const leading = values.map((target, at) => target === none ? -1 : at).filter(at => at !== -1);
  const i = which === 'first' ? leading[0] : leading[leading.length - 1];
  const word = which === 'first' ? starts[i] : (starts[i + 1] ?? LAST + 1) - 1;
  return [word, ...edge(values[i], length - 1, none, which)];
}

function bitsOf(words: readonly number[]): string {
  return words.map(word => word.toString(2).padStart(32, '0')).join('');
}

function cidr(word: readonly number[], prefix: number): string {
  const bits = 32 * (word.length - 1);
  return prefix === bits ? printAddress(word) : `${printAddress(word)}/${prefix}`;
}

/** A range of letters as the fewest prefixes: each a first letter and how many bits are fixed. */
function aligned(first: number, last: number): readonly (readonly [number, number])[] {
  const result: (readonly [number, number])[] = [];
  for (let at = first; at <= last;) {
    let bits = 32;
    while (bits > 0 && at % 2 ** (33 - bits) === 0 && at + 2 ** (33 - bits) - 1 <= last) { bits--; }
    result.push([at, bits]);
    at += 2 ** (32 - bits);
  }
  return result;
}
