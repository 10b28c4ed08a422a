/**
 * The syntax of CEL, in which filters and values of tags are written: Istio's webhook refuses what does not parse. What names
 * and functions there are is not looked at, as little as Istio does.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */

interface Token {
  readonly kind: 'name' | 'literal' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
}

const ESCAPE = String.raw`\\(?:[abfnrtv\\?"'` + '`' + String.raw`]|[0-3][0-7]{2}|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`;
const STRINGS = ['"""', "'''", '"', "'"].map(quote => {
  const newline = quote.length === 3 ? '' : String.raw`\n\r`;
  return [
    String.raw`(?:[bB]?[rR]|[rR][bB])${quote}(?:(?!${quote})[^${newline}${quote.length === 3 ? '' : quote}])*${quote}`,
    String.raw`[bB]?${quote}(?:${ESCAPE}|(?!${quote})[^\\${newline}])*${quote}`,
  ].join('|');
});
const NUMBER = String.raw`\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?|0x[0-9a-fA-F]+[uU]?|\d+[uU]?`;
const TOKEN = new RegExp(String.raw`(?<space>\s+|//[^\n]*)|(?<literal>${[...STRINGS, NUMBER].join('|')})|(?<name>[A-Za-z_]\w*)`
  + String.raw`|(?<symbol>\|\||&&|<=|>=|==|!=|[-+*/%<>!?:.,()[\]{}])`, 'y');

/** Words that cannot be the name of anything. */
const RESERVED = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(' '));

class SyntaxProblem extends Error {}

/** What is wrong with an expression; undefined if it parses. */
export function celProblem(what: string, text: string): string | undefined {
  try {
    new Parser(tokensOf(text)).parse();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem) {
      return `${what} '${text}' is no CEL expression: ${error.message}; correct it.`;
    }
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) {
      throw new SyntaxProblem(`character ${at + 1} (${text[at]}) begins nothing${/["'\\]/.test(text[at]) ? ' that ends' : ''}`);
    }
    const kind = (['literal', 'name', 'symbol'] as const).find(one => groups[one] !== undefined);
    if (kind) {
      const word = groups[kind];
      tokens.push({ kind: ['true', 'false', 'null'].includes(word) ? 'literal' : kind, text: word, at });
    }
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

/** How deep an expression may be nested; real ones are not, and each level takes a part of our own stack. */
const MAX_DEPTH = 250;

class Parser {
  private next = 0;
  private depth = 0;

  public constructor(private readonly tokens: readonly Token[]) {}

  public parse(): void {
    this.expression();
    if (this.token.kind !== 'end') {
      this.fail('an operator or the end');
    }
  }

  private get token(): Token {
    return this.tokens[this.next];
  }

  private expression(): void {
    if (++this.depth > MAX_DEPTH) {
      throw new SyntaxProblem('it is nested too deeply');
    }
    this.operands();
    if (this.take('?')) {
      this.operands();
      this.expect(':');
      this.expression();
    }
    this.depth--;
  }

  /** How tightly operators bind decides what an expression means, and not whether it is one. */
  private operands(): void {
    do {
      this.unary();
    } while (this.take('||', '&&', '<', '<=', '>', '>=', '==', '!=', '+', '-', '*', '/', '%') || this.takeName('in'));
  }

  private unary(): void {
    const sign = this.token.text;
    if (sign === '!' || sign === '-') {
      while (this.take(sign)) { /* several of the same */ }
    }
    // A name, with dots, may be that of a type, of which a message is made.
    let name = this.primary();
    for (;;) {
      if (this.take('.')) {
        this.take('?');
        this.selector();
        if (this.take('(')) {
          this.list(')');
          name = false;
        }
      } else if (this.take('[')) {
        this.take('?');
        this.expression();
        this.expect(']');
        name = false;
      } else if (name && this.take('{')) {
        this.pairs(() => this.selector());
        name = false;
      } else {
        return;
      }
    }
  }

  private get isNegativeNumber(): boolean {
    const { kind, text } = this.tokens[this.next + 1] ?? this.token;
    return this.token.text === '-' && kind === 'literal' && /^[\d.]/.test(text);
  }

  /** Is it a name alone? */
  private primary(): boolean {
    if (this.take('(')) {
      this.expression();
      this.expect(')');
    } else if (this.take('[')) {
      this.list(']');
    } else if (this.take('{')) {
      this.pairs(() => this.expression());
    } else if (this.token.kind === 'literal' || this.isNegativeNumber) {
      this.next += this.token.kind === 'literal' ? 1 : 2;
    } else {
      this.take('.');
      if (this.token.kind !== 'name' || RESERVED.has(this.token.text)) {
        this.fail('a value');
      }
      this.next++;
      if (!this.take('(')) {
        return true;
      }
      this.list(')');
    }
    return false;
  }

  private selector(): void {
    if (this.token.kind !== 'name' || this.token.text === 'in') {
      this.fail('a name');
    }
    this.next++;
  }

  private list(end: string): void {
    while (!this.take(end)) {
      this.expression();
      if (!this.take(',')) {
        this.expect(end);
        return;
      }
    }
  }

  private pairs(key: () => void): void {
    while (!this.take('}')) {
      this.take('?');
      key();
      this.expect(':');
      this.expression();
      if (!this.take(',')) {
        this.expect('}');
        return;
      }
    }
  }

  private take(...symbols: string[]): boolean {
    const found = this.token.kind === 'symbol' && symbols.includes(this.token.text);
    this.next += found ? 1 : 0;
    return found;
  }

  private takeName(name: string): boolean {
    const found = this.token.kind === 'name' && this.token.text === name;
    this.next += found ? 1 : 0;
    return found;
  }

  private expect(symbol: string): void {
    if (!this.take(symbol)) {
      this.fail(`'${symbol}'`);
    }
  }

  private fail(wanted: string): never {
    const { kind, text, at } = this.token;
    throw new SyntaxProblem(`${wanted} is missing ${kind === 'end' ? 'at the end' : `before '${text}' (character ${at + 1})`}`);
  }
}
