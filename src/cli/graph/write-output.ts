import { existsSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../input-error';

/** Writes a file, but over none of those that were read. */
export function writeOutput(file: string, text: string, inputs: readonly string[]): void {
  const folder = dirname(resolve(file));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) { throw new InputError(`${file}: there is no folder ${dirname(file)}`); }
  const target = join(realpathSync(folder), basename(file));
  if (inputs.some(input => input !== '-' && existsSync(input) && realpathSync(input) === target)) {
    throw new InputError(`${file}: this was read, and is not written over`);
  }
  try {
    writeFileSync(target, text);
  } catch (error) {
    throw new InputError(`${file}: this cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
}
