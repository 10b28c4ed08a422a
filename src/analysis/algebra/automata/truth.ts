/** What is told apart by its number: two are the same exactly if their numbers are. */
export interface Identified {
  readonly id: number;
}

/** The two values of a proposition, and the two ends of every decision diagram. */
export class Truth implements Identified {
  public static readonly FALSE = new Truth(0);
  public static readonly TRUE = new Truth(1);

  private constructor(public readonly id: number) {}
}
