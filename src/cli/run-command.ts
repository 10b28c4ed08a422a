import type { Command, Output } from './command';
import { InputError } from './input-error';

export const EXIT_BAD_INPUT = 2;
export const EXIT_OUR_FAULT = 70;

/** Runs a command and returns its exit code: at once, unless the command has to wait for something. Never throws. */
export function runCommand(command: Command, args: readonly string[], output: Output): number | Promise<number> {
  try {
    const code = command.run(args, output);
    return typeof code === 'number' ? code : code.catch((error: unknown) => tell(error, output));
  } catch (error) {
    return tell(error, output);
  }
}

/** Tells what went wrong, without a stack trace, and returns the exit code that says whose fault it is. */
function tell(error: unknown, output: Output): number {
  if (error instanceof InputError) {
    output.error(error.message);
    return EXIT_BAD_INPUT;
  }
  output.error(`this is a mistake of cdk8s-istio's, not of yours: ${error instanceof Error ? error.message : String(error)}`);
  return EXIT_OUR_FAULT;
}
