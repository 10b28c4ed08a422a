/** Reads plain data of unknown origin, and remembers what is wrong with it, each time with the place. */
export class Reading {
  public readonly problems: string[] = [];

  /** The fields of an object; whatever is not known there is wrong, since it may say what should have been heeded. */
  public object(value: unknown, at: string, known: readonly string[]): { readonly [field: string]: unknown } {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.problems.push(`${at || 'it'} is ${textOf(value)}, and should be an object`);
      return {};
    }
    for (const field of Object.keys(value).filter(name => !known.includes(name)).sort()) {
      this.problems.push(`${place(at, field)} is not known`);
    }
    return value as { readonly [field: string]: unknown };
  }

  public list<T>(value: unknown, at: string, read: (item: unknown, at: string) => T): T[] {
    if (!Array.isArray(value)) {
      this.problems.push(`${at} is ${textOf(value)}, and should be a list`);
      return [];
    }
    return value.map((item, i) => read(item, `${at}[${i}]`));
  }

  public text(value: unknown, at: string): string {
    return this.expect(value, at, typeof value === 'string' && value !== '', 'a text') ? value as string : '';
  }

  public flag(value: unknown, at: string): boolean {
    return this.expect(value, at, typeof value === 'boolean', 'true or false') && value as boolean;
  }

  public port(value: unknown, at: string): number {
    return this.expect(value, at, Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535, 'a port number') ? value as number : 0;
  }

  public oneOf<T extends string>(value: unknown, at: string, values: { readonly [name: string]: T }): T {
    const known = Object.values(values);
    this.expect(value, at, known.includes(value as T), `one of ${known.join(', ')}`);
    return value as T;
  }

  public texts(value: unknown, at: string): string[] {
    const list = this.list(value, at, (item, where) => this.text(item, where));
    // Of what callers may do an absent list is any; an empty one is nothing, and nobody would mean it.
    this.expect(list.length, at, list.length > 0 || !Array.isArray(value), 'a list that is not empty');
    return list;
  }

  public labels(value: unknown, at: string): { [label: string]: string } {
    const fields = this.object(value, at, Object.keys(value ?? {}));
    const labels = Object.entries(fields);
    this.expect(value, at, labels.length > 0 || Object.keys(value ?? {}).length > 0, 'at least one label: none would mean every pod of the namespace');
    return Object.fromEntries(labels.map(([label, text]) =>
      [label, this.expect(text, place(at, label), typeof text === 'string', 'a text') ? text as string : '']));
  }

  /** Remembers what another check has to say of a value, if anything. */
  public check(at: string, problem: string | undefined): void {
    if (problem !== undefined) {
      this.problems.push(`${at}: ${problem.replace(/\.$/, '')}`);
    }
  }

  /** A field that may be left out. */
  public optional<K extends string, T>(
    fields: { readonly [field: string]: unknown }, field: K, at: string, read: (value: unknown, at: string) => T,
  ): { readonly [key in K]?: T } {
    return (fields[field] === undefined ? {} : { [field]: read(fields[field], place(at, field)) }) as { readonly [key in K]?: T };
  }

  private expect(value: unknown, at: string, right: boolean, wanted: string): boolean {
    if (!right) {
      this.problems.push(`${at} is ${textOf(value)}, and should be ${wanted}`);
    }
    return right;
  }
}

export function place(at: string, field: string): string {
  return at === '' ? field : `${at}.${field}`;
}

function textOf(value: unknown): string {
  return value === undefined ? 'missing' : typeof value === 'string' ? `'${value}'` : Array.isArray(value) ? 'a list' : typeof value === 'object' && value !== null ? 'an object' : String(value);
}
