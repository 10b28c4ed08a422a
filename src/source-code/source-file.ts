import type { Code, Expression, Variable } from './expression';
import { code, parts, variable } from './expression';
import { commentLines, Formatter, MAX_LINE } from './format';
import { camelCase, Identifiers } from './identifiers';

/** A line of the file that does something. */
export interface Statement {
  readonly kind: 'statement';
  /** The constant that it declares. @default - none */
  readonly declares?: Variable;
  readonly expression: Expression;
  /** What a comment before it says. @default - nothing */
  readonly comment?: string;
}

type Entry = Statement | { readonly kind: 'comment'; readonly text: string } | { readonly kind: 'blank' };

/**
 * A module of TypeScript: constants, calls, comments. It is text, formatted as this project's own code; and it is data, of which `run()`
 * makes what the text would make.
 */
export class SourceFile {
  private readonly entries: Entry[] = [];

  /** Every statement, in order. */
  public get statements(): readonly Statement[] {
    return this.entries.filter(entry => entry.kind === 'statement');
  }

  /**
   * `const name = value;`, or `value;` alone where nothing needs the constant.
   *
   * @param wanted what the constant is best called, in any words
   */
  public declare(wanted: string, value: Code, comment?: string): Variable {
    return this.define(variable(wanted), value, comment);
  }

  /** The same for a constant that other code names already. */
  public define(declares: Variable, value: Code, comment?: string): Variable {
    this.entries.push({ kind: 'statement', declares, expression: code(value), comment });
    return declares;
  }

  /** `expression;` */
  public add(expression: Code, comment?: string): Statement {
    const statement: Statement = { kind: 'statement', expression: code(expression), comment };
    this.entries.push(statement);
    return statement;
  }

  /** A comment of its own. Long lines are broken between words, but for those that begin with spaces. */
  public comment(text: string): void {
    this.entries.push({ kind: 'comment', text });
  }

  /** An empty line; several are one. */
  public blank(): void {
    this.entries.push({ kind: 'blank' });
  }

  /** The text, imports first; comments at the very beginning stand before them. */
  public toString(): string {
    const used = new Set(this.statements.flatMap(({ expression }) => [...parts(expression)]).filter(part => part.kind === 'variable'));
    const imports = new Imports(this.statements.flatMap(({ expression }) => [...parts(expression)]));
    const identifiers = new Identifiers();
    const ofImport = imports.named(identifiers);
    const names = new Map(this.statements.flatMap(({ declares }) => (declares && used.has(declares) ? [declares] : []))
      .map(declared => [declared, identifiers.take(camelCase(declared.wanted))]));
    const formatter = new Formatter({
      ofImport,
      ofVariable: one => {
        const name = names.get(one);
        if (name === undefined) { throw new Error(`'${one.wanted}' is used and not declared`); }
        return name;
      },
    });
    const lines = this.entries.map(entry => {
      switch (entry.kind) {
        case 'blank': return '';
        case 'comment': return commentLines(entry.text, '').trimEnd();
        case 'statement': {
          const start = entry.declares && used.has(entry.declares) ? `const ${names.get(entry.declares)} = ` : '';
          return `${entry.comment === undefined ? '' : commentLines(entry.comment, '')}${start}${formatter.format(entry.expression, '', start.length, 1)};`;
        }
      }
    });
    const head = this.entries.findIndex(({ kind }) => kind !== 'comment');
    const [before, after] = head < 0 ? [lines, []] : [lines.slice(0, head), lines.slice(head)];
    const all = [...before, ...imports.lines(ofImport), '', ...after];
    return `${all.join('\n').replace(/\n{3,}/g, '\n\n').trim()}\n`;
  }
}

/** What a file imports, by module. */
class Imports {
  private readonly byModule = new Map<string, Set<string>>();

  public constructor(expressions: readonly Expression[]) {
    for (const part of expressions) {
      if (part.kind === 'imported') { this.byModule.set(part.module, (this.byModule.get(part.module) ?? new Set()).add(part.name)); }
    }
  }

  /** Takes a name for each: its own, unless another module's is called so. */
  public named(identifiers: Identifiers): (module: string, name: string) => string {
    const names = new Map(this.modules().map(({ module, exported }) => [module, new Map(exported.map(name => [name, identifiers.take(name)]))]));
    return (module, name) => names.get(module)!.get(name)!;
  }

  public lines(ofImport: (module: string, name: string) => string): readonly string[] {
    return this.modules().map(({ module, exported }) => {
      const names = exported.map(name => (ofImport(module, name) === name ? name : `${name} as ${ofImport(module, name)}`));
      const line = `import { ${names.join(', ')} } from '${module}';`;
      return line.length <= MAX_LINE ? line : `import {\n${names.map(name => `  ${name},`).join('\n')}\n} from '${module}';`;
    });
  }

  /** Sorted as the linter of this project wants it: its own package after those of others. */
  private modules(): readonly { readonly module: string; readonly exported: readonly string[] }[] {
    const rank = (module: string): number => (/^cdk8s-istio(?:\/|$)/.test(module) ? 1 : 0);
    return [...this.byModule].map(([module, names]) => ({ module, exported: [...names].sort(byLetter) }))
      .sort((a, b) => rank(a.module) - rank(b.module) || byLetter(a.module, b.module));
  }
}

function byLetter(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : a < b ? -1 : a > b ? 1 : 0;
}
