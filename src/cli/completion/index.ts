import { bashCompletion } from './bash';
import { fishCompletion } from './fish';
import { zshCompletion } from './zsh';
import type { Declaration } from '../command';
import type { SHELLS } from '../declarations/completion';

const SCRIPTS: { readonly [S in typeof SHELLS[number]]: (declarations: readonly Declaration[]) => string } = {
  bash: bashCompletion,
  fish: fishCompletion,
  zsh: zshCompletion,
};

/** What makes a shell complete command lines. */
export function completionScript(shell: string, declarations: readonly Declaration[]): string {
  return SCRIPTS[shell as keyof typeof SCRIPTS](declarations);
}
