import type { Declaration, Option } from '../command';
import { HELP_OPTION } from '../help';

/** What may stand where a command is expected, beside the commands. */
export const HELP_WORD = 'help';
export const FIRST_OPTIONS: readonly string[] = ['--help', '--version'];

/** The options of a command, with the one that all have. */
export function optionsOf({ options }: Declaration): readonly (readonly [string, Option])[] {
  return Object.entries<Option>({ ...options, ...HELP_OPTION });
}

/** How an option is written: `--output`, `-o`. */
export function spellings(name: string, { short }: Option): readonly string[] {
  return [`--${name}`, ...short === undefined ? [] : [`-${short}`]];
}

/** A text in the single quotes of shells. */
export function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}

/** The words that a value or argument may be; undefined where there are none to offer. */
export function wordsOf({ choices, offers }: { readonly choices?: readonly string[]; readonly offers?: readonly string[] }): string | undefined {
  return (choices ?? offers)?.join(' ');
}
