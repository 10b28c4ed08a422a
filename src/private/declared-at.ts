import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runsForAnotherLanguage } from './other-languages';

/** Where the library itself is. */
const OURS = dirname(__dirname);

/** Packages between the user and us. */
const FOREIGN = /\/node_modules\//;

/**
 * The place in the user's code from which the library was called, as `file:line`, relative to where the app runs; undefined
 * where that cannot be told.
 */
export function declaredAt(): string | undefined {
  // Another language's own code does not stand on the stack of this process.
  if (runsForAnotherLanguage()) {
    return undefined;
  }
  for (const line of (new Error().stack ?? '').split('\n').slice(1)) {
    const [, location, number] = /\(?((?:file:\/\/)?\/[^()]*?):(\d+):\d+\)?$/.exec(line) ?? [];
    const file = location?.startsWith('file://') ? fileURLToPath(location) : location;
    if (file !== undefined && !file.startsWith(`${OURS}/`) && !FOREIGN.test(file)) {
      return `${relative(process.cwd(), file) || file}:${number}`;
    }
  }
  return undefined;
}
