import type { Shared } from './domain';
import { Domain } from './domain';
import type { Range } from './ranges';
import { complement, toSteps } from './ranges';
import { describeLanguage } from './strings-description';
import type { Language, Value } from './value-set';
import { TooLargeError } from '../automata/automata';
import type { Automaton } from '../automata/automaton';
import { construct } from '../automata/construct';
import type { Steps } from '../automata/steps';
import { Truth } from '../automata/truth';
import { determinize } from '../strings/determinize';
import type { Expression, TextOptions } from '../strings/expression';
import { ANYTHING, letter, repeat, sequence, SOMETHING, text } from '../strings/expression';
import type { Letters } from '../strings/letters';
import { codePoints, foldAscii, LAST_CODE_POINT, lettersOf, span, unite } from '../strings/letters';
import { parseRe2 } from '../strings/re2';
import { reverse } from '../strings/reverse';
import { Unsupported } from '../strings/unsupported';
import { uriTemplate } from '../strings/uri-template';

/** Characters as one would like to read them, best first. */
const NICE: readonly Letters[] = ['az', '//', '09', 'AZ', '--', '..', '__', '!~'].map(([first, last]) => [span(first, last)]);
const PRINTABLE: Letters = [[0xa1, 0xac], [0xae, 0x2ff]];
const LOWER_CASE_A = 97;

/**
 * Strings of Unicode characters (code points). Characters can be excluded from the universe, where protocols exclude them:
 * they are then taken for the nearest other character before them, so that they tell no two sets apart.
 */
export class Strings extends Domain<'strings'> {
  public readonly codes: Automaton<Truth>;
  /** All strings but the empty one. */
  public readonly nonEmpty: Language;
  private readonly excluded: Letters;
  private readonly expressions = new Map<string, Language | Unsupported>();
  private readonly descriptions = new Map<Language, string>();
  /** Characters as they are, and those whose case does not matter. */
  private readonly characters: readonly Map<string, Steps<boolean>>[] = [new Map(), new Map()];

  /** @param excluded the characters that occur in no string */
  public constructor(shared: Shared, excluded: string) {
    super('strings', shared);
    if (/[^\0-\x1f\x7f]/.test(excluded)) { throw new Error('only control characters can be excluded'); }
    this.excluded = lettersOf(excluded);
    this.codes = determinize(this.automata, repeat(letter(complement(this.excluded, LAST_CODE_POINT)), 0, Infinity), letters => letters);
    this.nonEmpty = this.of(SOMETHING);
  }

  /** The strings that an expression matches as a whole. */
  public of(expression: Expression): Language {
    return determinize(this.automata, expression, letters => this.extend(letters));
  }

  public exact(value: string, options: TextOptions = {}): Language {
    return this.cached('exact', value, options, () => this.chain(value, options, this.automata.state(Truth.TRUE, [0], [this.none])));
  }

  public prefix(value: string, options: TextOptions = {}): Language {
    return this.cached('prefix', value, options, () => this.chain(value, options, this.all));
  }

  /** The strings that begin with a text and go on with one of a set. */
  public continued(value: string, rest: Language, options: TextOptions = {}): Language {
    return this.chain(value, options, rest);
  }

  public suffix(value: string, options: TextOptions = {}): Language {
    return this.cached('suffix', value, options, () => this.of(sequence(ANYTHING, text(value, options))));
  }

  public containing(value: string, options: TextOptions = {}): Language {
    return this.cached('containing', value, options, () => this.of(sequence(ANYTHING, text(value, options), ANYTHING)));
  }

  /** Strings with this beginning and, after it, this end. */
  public surrounded(beginning: string, end: string): Language {
    return this.of(sequence(text(beginning), ANYTHING, text(end)));
  }

  public oneOf(values: readonly string[], options: TextOptions = {}): Language {
    return this.union(...values.map(value => this.exact(value, options)));
  }

  /** The strings that a regular expression of RE2 matches as a whole. */
  public re2(source: string): Language | Unsupported {
    return this.read('re2', source, parseRe2);
  }

  /** The paths of a URI template. */
  public uriTemplate(template: string): Language | Unsupported {
    return this.read('template', template, uriTemplate);
  }

  /** The strings whose lower case (of ASCII letters) is in the set. */
  public lowerCaseIn(set: Language): Language {
    const upper = span('A', 'Z');
    return construct<Automaton<Truth>, Truth>(this.automata, {
      known: state => state.constant ? state : undefined,
      key: state => state.id,
      output: state => state.output,
      steps: state => {
        const { starts, values } = state.steps;
        const own = starts.map((first, i) => ({ first, last: (starts[i + 1] ?? LAST_CODE_POINT + 1) - 1, to: values[i] }));
        const pieces = own.flatMap(({ first, last, to }) => {
          const moved = { first: Math.max(first, upper[0] + 32) - 32, last: Math.min(last, upper[1] + 32) - 32, to };
          return [{ first, last: Math.min(last, upper[0] - 1), to }, moved, { first: Math.max(first, upper[1] + 1), last, to }];
        }).filter(({ first, last }) => first <= last).sort((a, b) => a.first - b.first);
        return { starts: pieces.map(({ first }) => first), values: pieces.map(({ to }) => to) };
      },
    }, set);
  }

  /** The strings of a set, read backwards. */
  public reversed(set: Language): Language {
    return reverse(this.automata, set);
  }

  public encode(value: Value): readonly number[] | undefined {
    if (typeof value !== 'string') { return undefined; }
    const word = codePoints(value);
    return this.codes.outputOf(word) === Truth.TRUE ? word : undefined;
  }

  public decode(word: readonly number[]): string {
    return String.fromCodePoint(...word);
  }

  /** In the forms of policies where that is possible: `/details/*`, `*.html`, `GET, POST`, `any except /admin*`; else as an expression. */
  public describe(set: Language): string {
    const known = this.descriptions.get(set) ?? describeLanguage(this, set);
    this.descriptions.set(set, known);
    return known;
  }

  /** The nicest character from `first` to `last`. */
  public pick(first: number, last: number): { readonly letter: number; readonly rank: number } {
    for (const [rank, [[low, high]]] of NICE.entries()) {
      if (first <= high && low <= last) { return { letter: Math.max(first, low), rank }; }
    }
    for (const [low, high] of PRINTABLE) {
      if (first <= high && low <= last) { return { letter: Math.max(first, low), rank: NICE.length }; }
    }
    return { letter: first, rank: first > LOWER_CASE_A ? NICE.length + 1 : NICE.length + 2 };
  }

  /** The letters with those excluded that are taken for one of them; beyond the last character everything is taken for it. */
  private extend(letters: Letters): Letters {
    const has = (code: number): boolean => letters.some(([first, last]) => first <= code && code <= last);
    // The excluded characters at the very beginning have none before them, and are taken for the first after them.
    const follow = this.excluded.filter(([first, last]) => has(first === 0 ? last + 1 : first - 1));
    const own = this.excluded.length === 0 ? letters : letters.flatMap(range => cut(range, this.excluded));
    return unite(own, follow, has(LAST_CODE_POINT) ? [[LAST_CODE_POINT, Infinity]] : []);
  }

  private chain(value: string, { ignoreCase = false }: TextOptions, end: Automaton<Truth>): Automaton<Truth> {
    return Array.from(value).reduceRight((next, character) => {
      const { starts, values } = this.stepsOf(character, ignoreCase);
      return this.automata.state<Truth>(Truth.FALSE, starts, values.map(inside => inside ? next : this.none));
    }, end);
  }

  /** The letters that are taken for a character, as steps. */
  private stepsOf(character: string, ignoreCase: boolean): Steps<boolean> {
    const known = this.characters[Number(ignoreCase)];
    let steps = known.get(character);
    if (steps === undefined) {
      const letters = lettersOf(character);
      known.set(character, steps = toSteps(this.extend(ignoreCase ? foldAscii(letters) : letters), true, false));
    }
    return steps;
  }

  private read(kind: string, source: string, parse: (source: string) => Expression | Unsupported): Language | Unsupported {
    const key = `${kind} ${source}`;
    const known = this.expressions.get(key);
    if (known !== undefined) { return known; }
    const expression = parse(source);
    const result = expression instanceof Unsupported ? expression : this.ofUnlessTooLarge(source, expression);
    this.expressions.set(key, result);
    return result;
  }

  private ofUnlessTooLarge(source: string, expression: Expression): Language | Unsupported {
    try {
      return this.of(expression);
    } catch (error) {
      if (error instanceof TooLargeError) { return new Unsupported(source, error.message); }
      throw error;
    }
  }

  private cached(kind: string, value: string, { ignoreCase = false }: TextOptions, make: () => Language): Language {
    const key = `${kind} ${ignoreCase} ${value}`;
    const known = this.expressions.get(key) as Language | undefined;
    const result = known ?? make();
    this.expressions.set(key, result);
    return result;
  }
}

/** A range without the excluded ones. */
function cut([first, last]: Range, excluded: Letters): Letters {
  return complement([[-1, first - 1], ...excluded], last);
}
