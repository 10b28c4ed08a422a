/** From when on a person wants to know what takes so long, in milliseconds. */
const PATIENCE = 1000;
/** How often a terminal is written to, at most. */
const PAUSE = 100;

/** Tells on a terminal what a command is at, once it takes longer than a second, and leaves nothing behind. */
export class Progress {
  private readonly started: number;
  private told = 0;

  /**
   * @param write writes over the last line; undefined where nobody looks at a terminal
   * @param now the time, in milliseconds
   */
  public constructor(private readonly write: ((text: string) => void) | undefined, private readonly now: () => number = Date.now) {
    this.started = now();
  }

  public at(text: string): void {
    const time = this.now();
    if (this.write === undefined || time - this.started < PATIENCE || time - this.told < PAUSE) { return; }
    this.told = time;
    this.write(text);
  }

  public end(): void {
    if (this.told === 0) { return; }
    this.told = 0;
    this.write?.('');
  }
}
