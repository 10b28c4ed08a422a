/** Where a command writes. */
export interface Output {
  /** Writes over the last line of a terminal. @default - nobody looks at one */
  readonly progress?: (text: string) => void;
  out(text: string): void;
  error(text: string): void;
}

/**
 * One word of the command line.
 */
export interface Command {
  readonly summary: string;
  readonly usage: string;
  /** Returns the exit code, at once or when it is done; throws or rejects with `InputError` for what the user got wrong. */
  run(args: readonly string[], output: Output): number | Promise<number>;
}
