import type { Command, Output } from './command';
import { packageVersion } from './package-version';
import { EXIT_BAD_INPUT, runCommand } from './run-command';

/* Each command is loaded when it is asked for: starting up must not take longer than answering. */
/* eslint-disable @typescript-eslint/no-require-imports */
const COMMANDS: { readonly [name: string]: () => Command } = {
  access: () => (require('./commands/access') as { readonly access: Command }).access,
  check: () => (require('./commands/check') as { readonly check: Command }).check,
  diff: () => (require('./commands/diff') as { readonly diff: Command }).diff,
  graph: () => (require('./commands/graph') as { readonly graph: Command }).graph,
  mtls: () => (require('./commands/mtls') as { readonly mtls: Command }).mtls,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Runs a command line and returns its exit code: at once, unless the command has to wait for something. Never throws. */
export function main(args: readonly string[], output: Output): number | Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    output.out(usage());
    return name === undefined ? EXIT_BAD_INPUT : 0;
  }
  if (name === '--version') {
    output.out(packageVersion());
    return 0;
  }
  const load = Object.prototype.hasOwnProperty.call(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    output.error(`there is no command ${name}\n\n${usage()}`);
    return EXIT_BAD_INPUT;
  }
  const command = load();
  if (rest.includes('--help') || rest.includes('-h')) {
    output.out(command.usage);
    return 0;
  }
  return runCommand(command, rest, output);
}

function usage(): string {
  const lines = Object.keys(COMMANDS).map(name => `  ${name.padEnd(10)}${COMMANDS[name]().summary}`);
  return ['Usage: cdk8s-istio COMMAND [ARGUMENTS]', '', ...lines, '', 'cdk8s-istio COMMAND --help says more; cdk8s-istio --version says which this is.'].join('\n');
}
