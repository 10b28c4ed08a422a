import { COMMANDS } from './command-table';
import { EXIT_BAD_INPUT } from './exit-codes';
import { helpOf, helpOfAll, NAME } from './help';
import { packageVersion } from './package-version';
import { asksForHelp } from './read-command-line';
import type { Console } from './run-command';
import { runCommand } from './run-command';
import { suggestion } from '../analysis/findings/schema/suggestion';

/** Runs a command line and returns its exit code: at once, unless the command has to wait for something. Never throws. */
export function main(args: readonly string[], console: Console): number | Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    console.error(allHelp());
    return EXIT_BAD_INPUT;
  }
  if (name === '--version') {
    console.out(packageVersion());
    return 0;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    const [about] = rest;
    if (about === undefined || about.startsWith('-')) {
      console.out(allHelp());
      return 0;
    }
    return help(about, console);
  }
  const command = COMMANDS.find(({ declaration }) => declaration.name === name);
  if (command === undefined) { return unknown(name, console); }
  return asksForHelp(rest) ? help(name, console) : runCommand(command, rest, console);
}

function help(name: string, console: Console): number {
  const command = COMMANDS.find(({ declaration }) => declaration.name === name);
  if (command === undefined) { return unknown(name, console); }
  console.out(helpOf(command.declaration));
  return 0;
}

function unknown(name: string, console: Console): number {
  const names = COMMANDS.map(({ declaration }) => declaration.name);
  console.error(name.startsWith('-')
    ? `a command comes first, then its options, such as ${name}; ${NAME} help has all commands`
    : `there is no command ${name}${suggestion(name, [...names, 'help'])}; ${NAME} help has all commands`);
  return EXIT_BAD_INPUT;
}

function allHelp(): string {
  return helpOfAll(COMMANDS.map(({ declaration }) => declaration));
}
