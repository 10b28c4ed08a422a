/**
 * A question that manifests cannot answer, and why.
 */
export class Unknown {
  public constructor(public readonly cause: string) {}
}

/** Yes, no, or unknown. */
export type Tri = boolean | Unknown;

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

export function not(value: Tri): Tri {
  return isUnknown(value) ? value : !value;
}

/** False as soon as one is false, else unknown as soon as one is unknown. */
export function all<T, C = undefined>(items: Iterable<T>, test: (item: T, context: C) => Tri, context?: C): Tri {
  let unknown: Unknown | undefined;
  for (const item of items) {
    const value = test(item, context as C);
    if (value === false) { return false; }
    if (isUnknown(value)) { unknown ??= value; }
  }
  return unknown ?? true;
}

/** True as soon as one is true, else unknown as soon as one is unknown. */
export function some<T, C = undefined>(items: Iterable<T>, test: (item: T, context: C) => Tri, context?: C): Tri {
  let unknown: Unknown | undefined;
  for (const item of items) {
    const value = test(item, context as C);
    if (value === true) { return true; }
    if (isUnknown(value)) { unknown ??= value; }
  }
  return unknown ?? false;
}
