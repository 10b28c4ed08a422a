/** An answer instead of a set, where a set would be wrong: the text means something else, or nothing. */
export class Unsupported {
  public constructor(public readonly text: string, public readonly reason: string) {}
}
