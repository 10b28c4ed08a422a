/** Any JSON value. */
export type Json = any;

/** A manifest as upstream or we write it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: Json;
}

/** The values at the leaves of a manifest, by their paths. */
export type Fields = ReadonlyMap<string, string>;

/**
 * Every leaf of a manifest. Elements of lists are told apart by their names where they have one, since the order of
 * containers, volumes and variables with different names means nothing; by their place otherwise. An object of which
 * nothing is said may be written as null.
 */
export function fieldsOf(value: Json, path = ''): Fields {
  const fields = new Map<string, string>();
  const add = (more: Fields) => more.forEach((leaf, at) => fields.set(at, leaf));
  if (Array.isArray(value) && value.length > 0) {
    value.forEach((element, i) => add(fieldsOf(element, `${path}[${keyOf(element, value) ?? i}]`)));
  } else if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
    for (const [key, child] of Object.entries(value)) {
      add(fieldsOf(child, path === '' ? key : `${path}.${/[./]/.test(key) ? `'${key}'` : key}`));
    }
  } else {
    fields.set(path, JSON.stringify(value ?? {}));
  }
  return fields;
}

/** What tells an element of a list from the others: where it is mounted, its port or its name; undefined if that does not. */
function keyOf(element: Json, list: Json[]): string | number | undefined {
  const key = (one: Json): string | number | undefined => one?.mountPath ?? one?.containerPort ?? one?.name;
  const own = key(element);
  return own !== undefined && list.filter(other => key(other) === own).length === 1 ? own : undefined;
}

/** How one manifest differs from another. */
export interface Difference {
  /** Fields of the first that the second lacks or has with another value. */
  readonly lost: string[];
  /** Fields that only the second has. */
  readonly added: string[];
}

export function differenceOf(first: Manifest, second: Manifest | undefined): Difference {
  const [theirs, ours] = [fieldsOf(first), second ? fieldsOf(second) : new Map<string, string>()];
  const lost = [...theirs].filter(([path, value]) => ours.get(path) !== value).map(([path, value]) =>
    `${path}: ${value} upstream, ${ours.get(path) ?? 'absent'} here`);
  const added = [...ours].filter(([path]) => !theirs.has(path)).map(([path, value]) => `${path}: ${value}`);
  return { lost, added };
}
