/** A letter first, and nothing that YAML could take for a mark: no number (`e3` is one) and no date, however it goes on. */
const PLAIN = /^(?!e[-\d])[a-z/](?:[\w./*:=@-]*[\w./*=@-])?$/i;

/** What YAML 1.1 takes for something else than a text, in any case of the letters. */
const WORDS = new Set(['y', 'n', 'yes', 'no', 'true', 'false', 'on', 'off', 'null']);

/** What begins a document, or ends one, where it begins a line; and all that may stand on more than one line. */
const PLACED = /^(?:%|---|\.\.\.)|[^\x20-\x7e]/;

/** Longer keys are written in another form. */
const LONGEST_KEY = 256;

/** How a general printer writes something by itself. */
export type Print = (value: unknown) => string;

/** What is written of a document by now: pieces of its text, which are joined in the end. */
interface Page {
  readonly pieces: string[];
  /** An object that comes twice is written once, and referred to: by the general printer. */
  readonly seen: Set<object>;
}

/**
 * Prints plain JSON as YAML, to the byte as a general printer would that folds no lines, and many times as fast: manifests are
 * nearly all names and numbers. What is not plainly one of those, the general printer is asked for.
 */
export class YamlText {
  private readonly texts = new Map<string, string>();
  /** Keys as they are written, with their colon. */
  private readonly keys = new Map<string, string>();

  public constructor(private readonly print: Print) {}

  /** An object as a document of its own, with the line's end. */
  public document(object: unknown): string {
    const page: Page = { pieces: [], seen: new Set() };
    if (!isPlainObject(object) || !isFilled(object) || !this.map(object, 0, page)) {
      return this.print(object);
    }
    page.pieces.push('\n');
    return page.pieces.join('');
  }

  /**
   * @param depth how far the lines of it are indented
   * @returns false for what only the general printer can print
   */
  private value(value: unknown, depth: number, page: Page): boolean {
    switch (typeof value) {
      case 'string': return this.write(this.text(value), page);
      case 'boolean': return this.write(String(value), page);
      case 'number': return this.write(Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : this.alone(value), page);
      case 'object': return value === null ? this.write('null', page)
        : Array.isArray(value) ? this.list(value, depth, page) : this.map(value as object, depth, page);
      default: return false;
    }
  }

  private map(object: object, depth: number, page: Page): boolean {
    if (page.seen.has(object) || !isPlainObject(object)) { return false; }
    page.seen.add(object);
    const newline = newlineAt(depth);
    let first = true;
    for (const name of Object.keys(object)) {
      const key = this.key(name);
      if (key === undefined) { return false; }
      if (!first) { page.pieces.push(newline); }
      first = false;
      const child = object[name];
      const nested = isFilled(child);
      page.pieces.push(key, nested ? newlineAt(depth + 1) : ' ');
      if (!this.value(child, nested ? depth + 1 : depth, page)) { return false; }
    }
    return first ? this.write('{}', page) : true;
  }

  private list(list: readonly unknown[], depth: number, page: Page): boolean {
    if (page.seen.has(list)) { return false; }
    page.seen.add(list);
    const newline = newlineAt(depth);
    let first = true;
    for (const item of list) {
      if (!first) { page.pieces.push(newline); }
      first = false;
      page.pieces.push('- ');
      if (!this.value(item, depth + 1, page)) { return false; }
    }
    return first ? this.write('[]', page) : true;
  }

  private write(text: string | undefined, page: Page): boolean {
    if (text === undefined) { return false; }
    page.pieces.push(text);
    return true;
  }

  private text(value: string): string | undefined {
    let text = this.texts.get(value);
    if (text === undefined) {
      if (PLACED.test(value)) { return undefined; }
      text = isPlain(value) ? value : this.alone(value);
      this.texts.set(value, text);
    }
    return text;
  }

  /** What stands on one line, whatever stands around it. */
  private alone(value: unknown): string {
    return this.print([value]).slice('- '.length, -1);
  }

  private key(name: string): string | undefined {
    let key = this.keys.get(name);
    if (key === undefined) {
      if (PLACED.test(name) || name.length > LONGEST_KEY) { return undefined; }
      key = isPlain(name) ? `${name}:` : this.print({ [name]: 0 }).slice(0, -' 0\n'.length);
      this.keys.set(name, key);
    }
    return key;
  }
}

const newlines = ['\n'];

/** The end of a line, with the indent of the next. */
function newlineAt(depth: number): string {
  return newlines[depth] ??= `${newlineAt(depth - 1)}  `;
}

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !(text.length <= 5 && WORDS.has(text.toLowerCase()));
}

function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && typeof (value as { readonly toJSON?: unknown }).toJSON !== 'function';
}

function isFilled(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) { return false; }
  if (Array.isArray(value)) { return value.length > 0; }
  for (const key in value) {
    if (Object.hasOwn(value, key)) { return true; }
  }
  return false;
}
