import type { Shared } from './domain';
import { Domain } from './domain';
import type { Strings } from './strings';
import type { Language, OptionalLanguage, Value } from './value-set';
import type { Automaton } from '../automata/automaton';
import { Truth } from '../automata/truth';

/** Strings that may be absent, as headers are. Coded by a letter, 0 for absent and 1 for present, and the string. */
export class OptionalStrings extends Domain<'optional strings'> {
  public readonly codes: Automaton<Truth>;
  public readonly absent: OptionalLanguage;
  /** Any string, the empty one too. */
  public readonly present: OptionalLanguage;

  public constructor(shared: Shared, private readonly strings: Strings) {
    super('optional strings', shared);
    const end = this.automata.state<Truth>(Truth.TRUE, [0], [this.none]);
    this.codes = this.automata.state<Truth>(Truth.FALSE, [0, 1, 2], [end, strings.codes, this.none]);
    this.absent = this.branch([0, 1], [this.all, this.none]);
    this.present = this.presentIn(strings.all);
  }

  /** Present, and in the set. */
  public presentIn(set: Language): OptionalLanguage {
    return this.branch([0, 1], [this.none, set]);
  }

  /** Absent, or in the set. */
  public absentOrIn(set: Language): OptionalLanguage {
    return this.branch([0, 1], [this.all, set]);
  }

  public hasAbsent(set: OptionalLanguage): boolean {
    return set.output === Truth.TRUE;
  }

  /** The strings of the set. */
  public presentOf(set: OptionalLanguage): Language {
    return set.after(1);
  }

  public encode(value: Value): readonly number[] | undefined {
    if (value === undefined) { return [0]; }
    const word = this.strings.encode(value);
    return word === undefined ? undefined : [1, ...word];
  }

  public decode([present, ...word]: readonly number[]): Value {
    return present === 0 ? undefined : this.strings.decode(word);
  }

  public describe(set: OptionalLanguage): string {
    if (set === this.all) { return 'any or absent'; }
    if (set === this.none) { return 'none'; }
    const strings = this.presentOf(set);
    const text = strings === this.strings.all ? 'present' : this.strings.describe(strings);
    if (!this.hasAbsent(set)) { return text; }
    return strings === this.strings.none ? 'absent' : `absent or ${text}`;
  }

  protected pick(first: number, last: number, place: number): { readonly letter: number; readonly rank: number } {
    return place === 0 ? { letter: first, rank: first } : this.strings.pick(first, last);
  }
}
