import type { Expression, Variable } from './expression';
import { keyText, stringText } from './literals';

/** The longest line. */
export const MAX_LINE = 150;
const INDENT = '  ';
/** What is nested deeper is not written on one line, even if it fits. */
const MAX_FLAT_DEPTH = 3;

/** What names and imports are called in the file. */
export interface Names {
  ofVariable(variable: Variable): string;
  ofImport(module: string, name: string): string;
}

/** Writes expressions, on one line where they fit and are not nested deeply. */
export class Formatter {
  public constructor(private readonly names: Names) {}

  /**
   * @param indent what its further lines begin with
   * @param before how many characters stand before it on its first line, indentation included
   * @param after how many stand after it on its last line
   */
  public format(expression: Expression, indent: string, before: number, after: number): string {
    const flat = this.flat(expression);
    if (flat !== undefined && depth(expression) <= MAX_FLAT_DEPTH && before + flat.length + after <= MAX_LINE) { return flat; }
    return this.broken(expression, indent, before, after);
  }

  /** On one line; undefined where a comment stands in it. */
  private flat(of: Expression): string | undefined {
    const all = (list: readonly Expression[]): string | undefined => {
      const texts = list.map(item => this.flat(item));
      return texts.some(text => text === undefined) ? undefined : texts.join(', ');
    };
    switch (of.kind) {
      case 'literal': return this.literal(of.value);
      case 'variable': return this.names.ofVariable(of);
      case 'imported': return this.names.ofImport(of.module, of.name);
      case 'commented': return undefined;
      case 'list': return wrap('[', all(of.items), ']');
      case 'record': {
        if (of.entries.length === 0) { return '{}'; }
        const values = of.entries.map(([, value]) => this.flat(value));
        const keys = keyTexts(of.entries.map(([key]) => key));
        return values.some(value => value === undefined) ? undefined : `{ ${values.map((value, i) => `${keys[i]}: ${value}`).join(', ')} }`;
      }
      case 'member': return wrap('', this.flat(of.of), dotted(of));
      case 'call': return wrap('', this.flat(of.callee), wrap('(', all(of.args), ')'));
      case 'new': return wrap('new ', this.flat(of.callee), wrap('(', all(of.args), ')'));
    }
  }

  private broken(of: Expression, indent: string, before: number, after: number): string {
    switch (of.kind) {
      case 'literal': return this.brokenLiteral(of.value, indent, before, after);
      case 'variable': case 'imported': return this.flat(of)!;
      case 'commented': return this.format(of.expression, indent, before, after);
      case 'list': return this.brokenList('[', of.items, ']', indent, before, after);
      case 'record': {
        const keys = keyTexts(of.entries.map(([key]) => key));
        return block('{', of.entries.map(([, value], i) => this.entry(`${keys[i]}: `, value, indent + INDENT)), '}', indent);
      }
      case 'member': return `${this.format(of.of, indent, before, after + dotted(of).length)}${dotted(of)}`;
      case 'call': case 'new': {
        const start = of.kind === 'new' ? 'new ' : '';
        const callee = `${start}${this.format(of.callee, indent, before + start.length, 1)}`;
        const column = callee.includes('\n') ? callee.length - callee.lastIndexOf('\n') - 1 : before + callee.length;
        return callee + this.brokenList('(', of.args, ')', indent, column, after);
      }
    }
  }

  /** What is nested opens on the line of the brackets if it is the last: `f(a, {` … `})`. */
  private brokenList(open: string, items: readonly Expression[], close: string, indent: string, before: number, after: number): string {
    const last = items.at(-1);
    const first = items.slice(0, -1).map(item => (isNested(item) ? undefined : this.flat(item)));
    if (last !== undefined && isNested(last) && (open === '(' || items.length === 1) && first.every(text => text !== undefined)) {
      const start = [...first, ''].join(', ');
      const text = this.format(last, indent, before + 1 + start.length, 1 + after);
      const firstLine = text.split('\n', 1)[0];
      if (before + 1 + start.length + firstLine.length <= MAX_LINE) { return `${open}${start}${text}${close}`; }
    }
    return items.length === 0 ? open + close : block(open, items.map(item => this.entry('', item, indent + INDENT)), close, indent);
  }

  private entry(key: string, value: Expression, indent: string): string {
    const comment = value.kind === 'commented' ? commentLines(value.text, indent) : '';
    const bare = value.kind === 'commented' ? value.expression : value;
    return `${comment}${indent}${key}${this.format(bare, indent, indent.length + key.length, 1)},`;
  }

  private literal(value: string | number | boolean | null): string {
    return typeof value === 'string' ? stringText(value) : String(value);
  }

  /** Text of several lines is written line by line. */
  private brokenLiteral(value: string | number | boolean | null, indent: string, before: number, after: number): string {
    const text = this.literal(value);
    if (typeof value !== 'string' || !value.slice(0, -1).includes('\n') || before + text.length + after <= MAX_LINE) { return text; }
    return `${block('[', value.split('\n').map(line => `${indent}${INDENT}${stringText(line)},`), ']', indent)}.join('\\n')`;
  }
}

function dotted({ name, optional }: { readonly name: string; readonly optional?: true }): string {
  return `${optional ? '?' : ''}.${name}`;
}

/** Lines of a comment, each with its end. */
export function commentLines(text: string, indent: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).flatMap(line => filled(line, Math.max(40, MAX_LINE - 20 - indent.length)));
  return lines.map(line => `${indent}//${line === '' ? '' : ` ${line}`}\n`).join('');
}

/** Breaks a line between words. A code example in a comment begins with spaces, and stays as it is. */
function filled(line: string, width: number): readonly string[] {
  if (/^\s/.test(line) || line.length <= width) { return [line.trimEnd()]; }
  const lines: string[] = [''];
  for (const word of line.split(' ')) {
    const at = lines.length - 1;
    if (lines[at] !== '' && lines[at].length + 1 + word.length > width) { lines.push(word); } else { lines[at] = lines[at] === '' ? word : `${lines[at]} ${word}`; }
  }
  return lines;
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  return `${open}\n${lines.join('\n')}\n${indent}${close}`;
}

function wrap(open: string, text: string | undefined, close: string | undefined): string | undefined {
  return text === undefined || close === undefined ? undefined : open + text + close;
}

function isNested({ kind }: Expression): boolean {
  return kind === 'record' || kind === 'list';
}

function keyTexts(keys: readonly string[]): readonly string[] {
  const texts = keys.map(keyText);
  const quoted = texts.some(text => /^['"]/.test(text));
  return texts.map((text, i) => (quoted && !/^['"[]/.test(text) ? stringText(keys[i]) : text));
}

/** How deep lists and records stand in each other. */
function depth(of: Expression): number {
  const deepest = (list: readonly Expression[]): number => Math.max(0, ...list.map(depth));
  switch (of.kind) {
    // Lists of words read well on one line.
    case 'list': return deepest(of.items) + (of.items.some(isNested) ? 1 : 0);
    case 'record': return deepest(of.entries.map(([, value]) => value)) + 1;
    case 'member': return depth(of.of);
    case 'commented': return depth(of.expression);
    case 'call': case 'new': return Math.max(depth(of.callee), deepest(of.args));
    default: return 0;
  }
}
