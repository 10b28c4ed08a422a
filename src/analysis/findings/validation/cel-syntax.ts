import { quoted } from './words';

/** Longer matches come first. */
const TOKENS = new RegExp([
  String.raw`(?<space>[\s]+|//[^\n]*)`,
  String.raw`(?<text>(?:[bB]?[rR]|[rR][bB])(?:"""[^]*?"""|'''[^]*?'''|"[^"\n]*"|'[^'\n]*')|[bB]?(?:"""(?:[^\\]|\\.)*?"""|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))`,
  String.raw`(?<number>\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|0x[0-9a-fA-F]+[uU]?|\d+[uU]?)`,
  '(?<word>[A-Za-z_][A-Za-z0-9_]*)',
  String.raw`(?<sign>&&|\|\||==|!=|<=|>=|[-+*/%!<>?:.,()[\]{}])`,
].join('|'), 'gy');
const RESERVED = new Set(['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while', 'in']);
const ESCAPE = /\\(?:[abfnrtv\\?"'`]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})|\\/gi;
/** Of binary operators, those that bind less first. */
const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['<', '<=', '>', '>=', '==', '!=', 'in'], ['+', '-'], ['*', '/', '%']];
/** How deep expressions may be nested. */
const DEEPEST = 200;
/** Macros over lists, whose first argument names the element. */
const COMPREHENSIONS = new Map([['all', [2]], ['exists', [2]], ['exists_one', [2]], ['filter', [2]], ['map', [2, 3]]]);

/**
 * What is wrong with the syntax of an expression of CEL. Whether its names and types mean anything is not looked at.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function celProblem(source: string): string | undefined {
  try {
    new CelReader(source).read();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem) { return `${quoted(source)} is no expression of CEL: ${error.message}`; }
    throw error;
  }
}

class SyntaxProblem extends Error {}

interface Token {
  readonly kind: 'text' | 'number' | 'word' | 'sign' | 'end';
  readonly text: string;
}

/** What an expression turned out to be, as far as macros ask. */
type Shape = 'name' | 'field' | 'other';

class CelReader {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;

  public constructor(source: string) {
    this.tokens = tokensOf(source);
  }

  public read(): void {
    this.expression();
    if (this.token.kind !== 'end') { this.unexpected(); }
  }

  private get token(): Token { return this.tokens[this.at]; }

  private expression(): Shape {
    if (++this.depth > DEEPEST) { throw new SyntaxProblem('it is nested too deeply'); }
    let shape = this.binary(0);
    if (this.take('?')) {
      this.binary(0);
      this.expect(':');
      this.expression();
      shape = 'other';
    }
    this.depth--;
    return shape;
  }

  private binary(level: number): Shape {
    if (level === LEVELS.length) { return this.unary(); }
    let shape = this.binary(level + 1);
    while (LEVELS[level].includes(this.token.text) && (this.token.kind === 'sign' || this.token.text === 'in')) {
      this.at++;
      this.binary(level + 1);
      shape = 'other';
    }
    return shape;
  }

  private unary(): Shape {
    const [sign] = this.token.text;
    if (this.token.kind !== 'sign' || (sign !== '!' && sign !== '-') || this.token.text.length > 1) { return this.member(); }
    while (this.take(sign)) { /* As many as there are, of one kind. */ }
    this.member();
    return 'other';
  }

  private member(): Shape {
    let shape = this.primary();
    for (;;) {
      if (this.take('.')) {
        const name = this.name();
        shape = 'field';
        if (this.take('(')) {
          this.comprehension(name, this.list(')'));
          shape = 'other';
        }
      } else if (this.take('[')) {
        this.expression();
        this.expect(']');
        shape = 'other';
      } else if (this.token.text === '{' && shape !== 'other') {
        this.at++;
        this.pairs(() => this.name());
        shape = 'other';
      } else {
        return shape;
      }
    }
  }

  private primary(): Shape {
    const { kind, text } = this.token;
    if (kind === 'number' || kind === 'text') {
      this.at++;
      return 'other';
    }
    if (this.take('(')) {
      const shape = this.expression();
      this.expect(')');
      return shape;
    }
    if (this.take('[')) {
      this.list(']');
      return 'other';
    }
    if (this.take('{')) {
      this.pairs(() => this.expression());
      return 'other';
    }
    this.take('.');
    const name = this.name();
    if (['true', 'false', 'null'].includes(text)) { return 'other'; }
    if (!this.take('(')) { return 'name'; }
    const shapes = this.list(')');
    if (name === 'has' && (shapes.length !== 1 || shapes[0] !== 'field')) { throw new SyntaxProblem('has() asks for one field of something'); }
    return 'other';
  }

  private comprehension(name: string, shapes: readonly Shape[]): void {
    if (COMPREHENSIONS.get(name)?.includes(shapes.length) === true && shapes[0] !== 'name') {
      throw new SyntaxProblem(`the first argument of ${name}() is a name for the elements`);
    }
  }

  /** Up to a closing bracket. A list, but no call, may end with a comma. */
  private list(end: ')' | ']'): readonly Shape[] {
    const shapes: Shape[] = [];
    while (!this.take(end)) {
      shapes.push(this.expression());
      if (this.take(',')) {
        if (end === ')' && this.token.text === end) { this.unexpected(); }
      } else if (this.token.text !== end) {
        this.unexpected();
      }
    }
    return shapes;
  }

  private pairs(key: () => void): void {
    while (!this.take('}')) {
      key();
      this.expect(':');
      this.expression();
      if (!this.take(',') && this.token.text !== '}') { this.unexpected(); }
    }
  }

  private name(): string {
    const { kind, text } = this.token;
    if (kind !== 'word' || RESERVED.has(text)) { this.unexpected(); }
    this.at++;
    return text;
  }

  private take(sign: string): boolean {
    const found = this.token.kind === 'sign' && this.token.text === sign;
    if (found) { this.at++; }
    return found;
  }

  private expect(sign: string): void {
    if (!this.take(sign)) { this.unexpected(); }
  }

  private unexpected(): never {
    throw new SyntaxProblem(this.token.kind === 'end' ? 'it ends too early' : `${quoted(this.token.text)} is not expected there`);
  }
}

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKENS.lastIndex = 0;
  let end = 0;
  for (let found = TOKENS.exec(source); found !== null; found = TOKENS.exec(source)) {
    end = TOKENS.lastIndex;
    const kind = (['text', 'number', 'word', 'sign'] as const).find(name => found?.groups?.[name] !== undefined);
    if (kind === 'text' && !/^[bB]?[rR]/.test(found[0]) && [...found[0].matchAll(ESCAPE)].some(([escape]) => escape === '\\')) { throw new SyntaxProblem('it has an escape that CEL does not have'); }
    if (kind !== undefined) { tokens.push({ kind, text: found[0] }); }
  }
  if (end < source.length) { throw new SyntaxProblem(`${quoted(source[end])} is not expected there`); }
  return [...tokens, { kind: 'end', text: '' }];
}
