import type { Domain } from '../domains/domain';
import type { Kind, ValueSet } from '../domains/value-set';

/** One coordinate of the points of a product: its name and the values it can have. */
export class Dimension<K extends Kind = Kind> {
  public constructor(public readonly name: string, public readonly domain: Domain<K>) {}
}

/** What a box asks of one dimension. */
export interface Side<K extends Kind = Kind> {
  readonly dimension: Dimension<K>;
  readonly values: ValueSet<K>;
}
