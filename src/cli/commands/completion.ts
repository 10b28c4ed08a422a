import type { Run } from '../command';
import { COMMANDS } from '../command-table';
import { completionScript } from '../completion';
import type { COMPLETION } from '../declarations/completion';

export const completion: Run<typeof COMPLETION> = ({ positionals: [shell] }, output) => {
  output.out(completionScript(shell, COMMANDS.map(({ declaration }) => declaration)));
  return 0;
};
