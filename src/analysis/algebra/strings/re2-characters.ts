import type { Letters } from './letters';
import { allBut, LAST_CODE_POINT, span, unite } from './letters';
import { ESCAPES, PERL_CLASSES, POSIX_CLASSES } from './re2-classes';

type Fold = (letters: Letters) => Letters;

/** The text of a regular expression, read from left to right: characters, escapes, classes and bounds. */
export class Re2Characters {
  private at = 0;

  public constructor(private readonly source: string, private readonly onRefusal: (reason: string, isRe2: boolean) => never) {}

  public get atEnd(): boolean {
    return this.at >= this.source.length;
  }

  /** What RE2 refuses. */
  public refuse(reason: string): never {
    return this.onRefusal(reason, false);
  }

  /** What RE2 reads, and this does not. */
  public leave(reason: string): never {
    return this.onRefusal(reason, true);
  }

  public looksAt(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }

  public take(text: string): boolean {
    const found = this.looksAt(text);
    if (found) { this.at += text.length; }
    return found;
  }

  /** @param pattern sticky */
  public match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source) ?? undefined;
    if (found !== undefined) { this.at += found[0].length; }
    return found;
  }

  /** Everything up to the text, which is left behind; or up to the end. */
  public upTo(text: string): string {
    const end = this.source.indexOf(text, this.at);
    const taken = this.source.slice(this.at, end === -1 ? undefined : end);
    this.at = end === -1 ? this.source.length : end + text.length;
    return taken;
  }

  /** How often to repeat what came before. A brace that begins no bounds is an ordinary character. */
  public bounds(): readonly [least: number, most: number] | undefined {
    if (this.take('*')) { return [0, Infinity]; }
    if (this.take('+')) { return [1, Infinity]; }
    if (this.take('?')) { return [0, 1]; }
    const found = this.match(/\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}/y);
    if (found === undefined) { return undefined; }
    const least = Number(found[1]);
    return [least, found[2] === undefined ? least : found[3] === undefined ? Infinity : Number(found[3])];
  }

  /** `\d` and its like. */
  public classEscape(fold: Fold): Letters | undefined {
    if (this.looksAt('\\p') || this.looksAt('\\P')) {
      if (this.match(/\\[pP](?:[CLMNPSZ]|\{\^?[A-Za-z_]+\})/y) === undefined) { this.refuse('no such Unicode property'); }
      this.leave('a class by Unicode property');
    }
    if (this.match(/\\[CbB]/y) !== undefined) { this.leave('a single byte or a word boundary'); }
    const found = this.match(/\\([dswDSW])/y);
    if (found === undefined) { return undefined; }
    const letters = fold(PERL_CLASSES.get(found[1].toLowerCase()) as Letters);
    return found[1] === found[1].toLowerCase() ? letters : allBut(letters);
  }

  /** What is between brackets, the first of which is taken already. */
  public brackets(fold: Fold): Letters {
    const negated = this.take('^');
    const parts: Letters[] = [];
    for (let first = true; first || !this.looksAt(']'); first = false) {
      if (this.atEnd) { this.refuse('a [ without ]'); }
      parts.push(this.posixClass(fold) ?? this.classEscape(fold) ?? fold(this.range()));
    }
    this.take(']');
    const letters = unite(...parts);
    return negated ? allBut(letters) : letters;
  }

  /** One character, or an escape that stands for one. */
  public character(): Letters {
    const code = this.code();
    return [[code, code]];
  }

  private range(): Letters {
    const first = this.code();
    if (this.match(/-(?!\])/y) === undefined) { return [[first, first]]; }
    if (this.atEnd) { this.refuse('a [ without ]'); }
    const last = this.code();
    return last < first ? this.refuse('a range from a later character to an earlier one') : [[first, last]];
  }

  private posixClass(fold: Fold): Letters | undefined {
    const found = this.match(/\[:(\^?)([^\]]*?):\]/y);
    if (found === undefined) { return undefined; }
    const letters = POSIX_CLASSES.get(found[2]);
    if (letters === undefined) { return this.refuse(`no class [:${found[2]}:]`); }
    return found[1] === '^' ? allBut(fold(letters)) : fold(letters);
  }

  private code(): number {
    if (!this.take('\\')) {
      const code = this.source.codePointAt(this.at) ?? this.refuse('a character is missing');
      this.at += code > 0xffff ? 2 : 1;
      return code;
    }
    const octal = this.match(/[1-7][0-7]{1,2}|0[0-7]{0,2}/y);
    if (octal !== undefined) { return parseInt(octal[0], 8); }
    const hex = this.match(/x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/y);
    if (hex !== undefined) {
      const code = parseInt(hex[1] ?? hex[2], 16);
      return code > LAST_CODE_POINT ? this.refuse('no such character') : code;
    }
    const [character] = this.match(/[afnrtv]|[!-/:-@[-`{-~\0-\x20\x7f]/y) ?? this.refuse('an escape RE2 does not have');
    return ESCAPES.get(character) ?? span(character, character)[0];
  }
}
