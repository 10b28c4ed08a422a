import type { Identified } from './truth';

/**
 * An operation of Boolean algebra. It is the same on truths, on sets of words and on sets of points, because each of them
 * is a function to the one before; `shortcut` holds the laws that need no look inside.
 */
export class BooleanOperation {
  public static readonly UNION = new BooleanOperation(0, true, (a, b, none, all) =>
    a === b || b === none || a === all ? a : a === none || b === all ? b : undefined);
  public static readonly INTERSECTION = new BooleanOperation(1, true, (a, b, none, all) =>
    a === b || b === all || a === none ? a : a === all || b === none ? b : undefined);
  public static readonly DIFFERENCE = new BooleanOperation(2, false, (a, b, none, all) =>
    a === b || b === all ? none : a === none || b === none ? a : undefined);

  private constructor(
    public readonly index: number,
    private readonly commutative: boolean,
    private readonly law: <T>(a: T, b: T, none: T, all: T) => T | undefined,
  ) {}

  /** The result, where it follows from the operands being equal, empty or everything. */
  public shortcut<T>(a: T, b: T, none: T, all: T): T | undefined {
    return this.law(a, b, none, all);
  }

  /** Whether the operands are asked in the other order, so that what does not depend on it is asked once. */
  public swaps(a: Identified, b: Identified): boolean {
    return this.commutative && b.id < a.id;
  }
}
