import type { JsonObject } from '../json';
import type { Origin } from '../manifest';

/**
 * What every element of the model remembers about the object that it was read from.
 */
export interface Element {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly origin?: Origin;
  /** Seconds since 1970, where the object has a creationTimestamp. */
  readonly created?: number;
  /** The object itself. */
  readonly object: JsonObject;
  /** Parts of the object that could not be read: what depends on them is unknown. */
  readonly problems: readonly string[];
}

/** `namespace/name`. */
export function nameOf({ namespace, name }: Pick<Element, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** `Kind namespace/name`, as people write it. */
export function describe(element: Element): string {
  return `${element.kind} ${element.namespace}/${element.name}`;
}

/**
 * Older objects first, as Istio orders what competes: by creationTimestamp, then by name, then by namespace.
 * Manifests have no timestamp before they are applied, and one apply usually gives equal seconds.
 */
export function byAge(a: Element, b: Element): number {
  return compare(a.created ?? Infinity, b.created ?? Infinity) || compare(a.name, b.name) || compare(a.namespace, b.namespace);
}

export function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
