import type { Command, Declaration, Given, Output } from './command';
import { EXIT_BAD_INPUT, EXIT_OUR_FAULT } from './exit-codes';
import { InputError } from './input-error';
import type { Paint } from './paint';
import { PLAIN } from './paint';
import { Progress } from './progress';
import { readCommandLine } from './read-command-line';

/** What a command line is run on: a terminal, pipes, or a test. */
export interface Console {
  /** Writes over the last line of a terminal. @default - nobody looks at one */
  readonly progress?: (text: string) => void;
  /** Colours what is written with `out`. @default - it is not coloured */
  readonly paint?: Paint;
  /** Empties the screen. @default - there is none */
  readonly clear?: () => void;
  /** Ends what would go on for ever. @default - nothing but Ctrl-C does */
  readonly signal?: AbortSignal;
  out(text: string): void;
  error(text: string): void;
}

/** Runs a command and returns its exit code: at once, unless the command has to wait for something. Never throws. */
export function runCommand(command: Command, args: readonly string[], console: Console): number | Promise<number> {
  return guarded(console, () => {
    const given = readCommandLine(command.declaration, args);
    const run = command.load() as (given: Given, output: Output) => number | Promise<number>;
    const once = (): number | Promise<number> => withOutput(console, output => run(given, output));
    return isWatch(given) ? watching(command.declaration, given, once, console) : once();
  });
}

function isWatch({ values }: Given): boolean {
  return values.watch === true;
}

/** Runs a command again and again; each time ends as it would alone, but for what is wrong with the command line itself. */
function watching(declaration: Declaration, given: Given, once: () => number | Promise<number>, console: Console): Promise<number> {
  // Loaded where it is asked for.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { watch } = require('./watch') as typeof import('./watch');
  return watch(declaration, given, () => guarded(console, once), console);
}

function withOutput(console: Console, run: (output: Output) => number | Promise<number>): number | Promise<number> {
  const progress = new Progress(console.progress);
  const end = <T>(value: T): T => {
    progress.end();
    return value;
  };
  const write = (to: (text: string) => void) => (text: string) => {
    progress.end();
    to(text);
  };
  const output: Output = { out: write(console.out), error: write(console.error), at: text => progress.at(text), paint: console.paint ?? PLAIN };
  let code: number | Promise<number>;
  try {
    code = run(output);
  } catch (error) {
    throw end(error);
  }
  return typeof code === 'number' ? end(code) : code.finally(() => progress.end());
}

/** Runs something, and tells what goes wrong of it. */
function guarded(console: Console, run: () => number | Promise<number>): number | Promise<number> {
  try {
    const code = run();
    return typeof code === 'number' ? code : code.catch((error: unknown) => tell(error, console));
  } catch (error) {
    return tell(error, console);
  }
}

/** Tells what went wrong, without a stack trace, and returns the exit code that says whose fault it is. */
function tell(error: unknown, console: Console): number {
  if (error instanceof InputError) {
    console.error(error.message);
    return EXIT_BAD_INPUT;
  }
  console.error(`this is a mistake of cdk8s-istio's, not of yours: ${error instanceof Error ? error.message : String(error)}`);
  return EXIT_OUR_FAULT;
}
