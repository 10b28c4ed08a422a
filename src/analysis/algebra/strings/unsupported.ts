/** An answer instead of a set, where a set would be wrong: the text means something else, or nothing. */
export class Unsupported {
  public constructor(public readonly text: string, public readonly reason: string) {}
}

/** Of a text that means something, which is not read here; any other that is unsupported may mean nothing at all. */
export class Unread extends Unsupported {}
