/** Collects what is wrong with one policy while it is read, with the path of each piece. */
export class Problems {
  public readonly all: string[] = [];

  public add(path: string, message: string): string {
    const problem = `${path}: ${message}`;
    this.all.push(problem);
    return problem;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of the object itself: a label may well be called `constructor`. */
export function field(object: JsonObject, name: string): unknown {
  return Object.prototype.hasOwnProperty.call(object, name) ? object[name] ?? undefined : undefined;
}

/**
 * Fields that Kubernetes does not know. The API server drops them or refuses the object, as the client asked it to:
 * with a misspelt `from` that is the difference between everyone and no one, so what then holds is not known.
 */
export function checkFields(object: JsonObject, known: readonly string[], path: string, problems: Problems): void {
  // Without a list of the names. What is inherited is no field.
  for (const name in object) {
    if (!known.includes(name) && field(object, name) !== undefined) problems.add(`${path}.${name}`, 'no such field');
  }
}

/** How a value shows in a message: short, on one line, whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
