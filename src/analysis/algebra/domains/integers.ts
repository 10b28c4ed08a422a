import type { Shared } from './domain';
import { Domain } from './domain';
import type { Range } from './ranges';
import { toSteps } from './ranges';
import type { IntegerSet, Value } from './value-set';
import type { Automaton } from '../automata/automaton';
import { Truth } from '../automata/truth';

const FEW = 8;

/** The integers from 0 to a greatest one. A number is coded as the word of one letter, itself. */
export class Integers extends Domain<'integers'> {
  public readonly codes: Automaton<Truth>;
  /** By first and last: the same few are asked for over and over, and told. */
  private readonly known = new Map<number, Map<number, IntegerSet>>();
  private readonly texts = new Map<IntegerSet, string>();

  public constructor(shared: Shared, public readonly greatest: number) {
    super('integers', shared);
    this.codes = this.automata.state<Truth>(Truth.FALSE, [0, greatest + 1],
      [this.automata.state<Truth>(Truth.TRUE, [0], [this.none]), this.none]);
  }

  public of(...values: readonly number[]): IntegerSet {
    // What a few have together is remembered, as each of them is.
    return values.length > FEW ? this.ofRanges(values.map(value => [value, value])) : this.union(...values.map(value => this.range(value, value)));
  }

  /** From `first` to `last`, both included. */
  public range(first: number, last: number): IntegerSet {
    let lasts = this.known.get(first);
    if (lasts === undefined) { this.known.set(first, lasts = new Map()); }
    let range = lasts.get(last);
    if (range === undefined) { lasts.set(last, range = this.within([[first, last]])); }
    return range;
  }

  /** What lies beyond the greatest is left out. */
  public ofRanges(ranges: readonly Range[]): IntegerSet {
    return ranges.length === 1 ? this.range(ranges[0][0], ranges[0][1]) : this.within(ranges);
  }

  /** The set as ranges that neither overlap nor touch, in order. */
  public ranges(set: IntegerSet): readonly Range[] {
    const { starts, values } = set.steps;
    return starts.map<Range>((start, i) => [start, (starts[i + 1] ?? this.greatest + 1) - 1]).filter((_, i) => values[i] === this.all);
  }

  public encode(value: Value): readonly number[] | undefined {
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= this.greatest ? [value] : undefined;
  }

  public decode([value]: readonly number[]): number {
    return value;
  }

  public describe(set: IntegerSet): string {
    let words = this.texts.get(set);
    if (words === undefined) { this.texts.set(set, words = this.inWords(set)); }
    return words;
  }

  protected pick(first: number): { readonly letter: number; readonly rank: number } {
    return { letter: first, rank: 0 };
  }

  private within(ranges: readonly Range[]): IntegerSet {
    // Letters beyond the greatest are taken for it.
    const within = ranges.map<Range>(([first, last]) => [Math.max(Math.ceil(first), 0), last >= this.greatest ? Infinity : Math.floor(last)]);
    const { starts, values } = toSteps(within.filter(([first]) => first <= this.greatest), this.all, this.none);
    return this.branch(starts, values);
  }

  private inWords(set: IntegerSet): string {
    if (set === this.all) { return 'any'; }
    if (set === this.none) { return 'none'; }
    const inside = this.ranges(set).map(text);
    const outside = this.ranges(this.complement(set)).map(text);
    return outside.length < inside.length ? `any except ${outside.join(', ')}` : inside.join(', ');
  }
}

function text([first, last]: Range): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
