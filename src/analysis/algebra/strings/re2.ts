import type { Expression } from './expression';
import { choice, letter, repeat, sequence } from './expression';
import type { Letters } from './letters';
import { allBut, ANY_LETTER, lettersOf } from './letters';
import { Re2Characters } from './re2-characters';
import { foldCase } from './re2-classes';
import { Unread, Unsupported } from './unsupported';

/** What a group that only sets flags matches: nothing, and nothing that could be repeated. */
const FLAGS = sequence();

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
}

/** RE2 refuses to repeat more often than this, nested repetitions multiplied. */
const MOST_REPEATS = 1000;

/**
 * Reads a regular expression of RE2, as proxies use it: against the whole text, so greediness does not matter. What RE2
 * refuses is unsupported, and what would need tables or context that are not here is unread: character classes by Unicode property,
 * case folding beyond ASCII, word boundaries, anchors at lines, single bytes.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function parseRe2(source: string): Expression | Unsupported {
  try {
    return new Re2Parser(source).parse();
  } catch (error) {
    if (error instanceof Refusal) { return error.isRe2 ? new Unread(source, error.message) : new Unsupported(source, error.message); }
    throw error;
  }
}

class Refusal extends Error {
  public constructor(reason: string, public readonly isRe2: boolean) { super(reason); }
}

class Re2Parser {
  private readonly input: Re2Characters;
  private flags: Flags = { ignoreCase: false, dotAll: false, multiline: false };

  public constructor(source: string) {
    this.input = new Re2Characters(source, (reason, isRe2) => { throw new Refusal(reason, isRe2); });
  }

  public parse(): Expression {
    const { expression } = this.choice();
    if (!this.input.atEnd) { this.input.refuse('a ) without ('); }
    return expression;
  }

  /** Also tells how often the innermost part can be repeated. */
  private choice(): { expression: Expression; repeats: number } {
    const options: Expression[] = [];
    let most = 1;
    do {
      const parts: Expression[] = [];
      while (!this.input.atEnd && !this.input.looksAt('|') && !this.input.looksAt(')')) {
        const { expression, repeats } = this.repetition();
        parts.push(expression);
        most = Math.max(most, repeats);
      }
      options.push(sequence(...parts));
    } while (this.input.take('|'));
    return { expression: options.length === 1 ? options[0] : choice(...options), repeats: most };
  }

  private repetition(): { expression: Expression; repeats: number } {
    const atom = this.atom();
    const bounds = this.input.bounds();
    if (bounds === undefined) { return atom; }
    if (atom.expression === FLAGS) { this.input.refuse('nothing to repeat'); }
    this.input.take('?');
    if (this.input.bounds() !== undefined) { this.input.refuse('a repetition of a repetition'); }
    const [least, most] = bounds;
    // Stars and plusses do not count.
    const counted = most === Infinity ? Math.max(least, 1) : Math.max(most, 1);
    const repeats = atom.repeats * counted;
    if (least > most || repeats > MOST_REPEATS) { this.input.refuse('a repetition RE2 refuses'); }
    return { expression: repeat(atom.expression, least, most), repeats };
  }

  private atom(): { expression: Expression; repeats: number } {
    const { input } = this;
    if (input.take('(')) { return this.group(); }
    return { expression: this.single(), repeats: 1 };
  }

  private single(): Expression {
    const { input, flags } = this;
    if (input.take('[')) { return letter(input.brackets(letters => this.fold(letters))); }
    if (input.take('.')) { return letter(flags.dotAll ? ANY_LETTER : allBut(lettersOf('\n'))); }
    if (input.take('^')) { return this.anchor('begin'); }
    if (input.take('$')) { return this.anchor('end'); }
    if (input.take('\\A')) { return { kind: 'begin' }; }
    if (input.take('\\z')) { return { kind: 'end' }; }
    if (input.take('\\Q')) { return this.quotation(); }
    if (input.bounds() !== undefined) { input.refuse('nothing to repeat'); }
    return letter(input.classEscape(letters => this.fold(letters)) ?? this.fold(input.character()));
  }

  private anchor(kind: 'begin' | 'end'): Expression {
    if (this.flags.multiline) { this.input.leave('an anchor at lines'); }
    return { kind };
  }

  /** `\Q…\E`. A repetition after it is of its last character, or of what comes before if it is empty. */
  private quotation(): Expression {
    const quoted = this.input.upTo('\\E');
    const letters = Array.from(quoted, character => letter(this.fold(lettersOf(character))));
    if (this.input.bounds() !== undefined) { this.input.leave('a repetition of a quotation'); }
    return sequence(...letters);
  }

  private group(): { expression: Expression; repeats: number } {
    const outer = this.flags;
    if (this.input.take('?')) {
      const named = this.input.match(/P?<[A-Za-z0-9_]+>/y);
      if (named === undefined) {
        const [text] = this.input.match(/[imsU]*(?:-[imsU]+)?[:)]/y) ?? this.input.refuse('a group RE2 does not have');
        if (text === ')') { this.input.refuse('a group RE2 does not have'); }
        this.flags = withFlags(outer, text);
        if (text.endsWith(')')) { return { expression: FLAGS, repeats: 1 }; }
      }
    }
    const inner = this.choice();
    if (!this.input.take(')')) { this.input.refuse('a ( without )'); }
    this.flags = outer;
    return inner;
  }

  private fold(letters: Letters): Letters {
    if (!this.flags.ignoreCase) { return letters; }
    return foldCase(letters) ?? this.input.leave('letters beyond ASCII in either case');
  }
}

/** As `is-m` says: on before the hyphen, off after it. */
function withFlags(flags: Flags, text: string): Flags {
  const [on, off = ''] = text.slice(0, -1).split('-');
  const value = (flag: string, before: boolean): boolean => !off.includes(flag) && (on.includes(flag) || before);
  return { ignoreCase: value('i', flags.ignoreCase), dotAll: value('s', flags.dotAll), multiline: value('m', flags.multiline) };
}
