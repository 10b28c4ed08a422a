import { main } from '../../src/cli/main';

export interface Result {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a command line whose command answers at once. */
export function run(...args: readonly string[]): Result {
  const out: string[] = [];
  const error: string[] = [];
  const code = main(args, { out: text => out.push(text), error: text => error.push(text) });
  if (typeof code !== 'number') { throw new Error(`${args[0]} does not answer at once: await runAsync()`); }
  return { code, out: out.join('\n'), error: error.join('\n') };
}

/** Runs any command line. */
export async function runAsync(...args: readonly string[]): Promise<Result> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await main(args, { out: text => out.push(text), error: text => error.push(text) });
  return { code, out: out.join('\n'), error: error.join('\n') };
}
