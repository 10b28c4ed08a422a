import { parseArgs } from 'node:util';
import type { Declaration, Given, Option } from './command';
import { HELP_OPTION, listed } from './help';
import { InputError } from './input-error';
import { suggestion } from '../analysis/findings/schema/suggestion';

/** Whether a command line asks for help: anywhere before `--`. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.some((arg, i) => (end < 0 || i < end) && (arg === '--help' || arg === '-h'));
}

/** A command line as its declaration reads it. Throws nothing but `InputError`. */
export function readCommandLine(declaration: Declaration, args: readonly string[]): Given {
  const given = parsed(declaration, args);
  for (const [name, value] of Object.entries(given.values)) {
    for (const one of [value].flat()) { checkChoice(`--${name}`, one, declaration.options[name].choices); }
  }
  const { needs, most, choices } = declaration.arguments;
  if (needs !== undefined && given.positionals.length === 0) { throw new InputError(`${declaration.name} needs ${needs}`); }
  if (most !== undefined && given.positionals.length > most) {
    throw new InputError(`${declaration.name} takes ${most === 0 ? 'no argument' : `${most} argument${most === 1 ? '' : 's'}`} and no more: ${given.positionals[most]}`);
  }
  for (const one of given.positionals) { checkChoice(declaration.arguments.value, one, choices); }
  return given;
}

/** What is wrong with a value of which there are only a few. */
function checkChoice(what: string, value: unknown, choices: readonly string[] | undefined): void {
  if (typeof value !== 'string' || choices === undefined || choices.includes(value)) { return; }
  throw new InputError(`${what} must be ${listed(choices)}, not ${value}${suggestion(value, choices)}`);
}

function parsed({ name, options }: Declaration, args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: parseOptions(options), allowPositionals: true, strict: true });
    return { values: values as Given['values'], positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const unknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? /'(-[^']*)'/.exec(message)?.[1] : undefined;
    if (unknown === undefined) { throw new InputError(message.split('\n')[0]); }
    const names = Object.keys({ ...options, ...HELP_OPTION }).map(option => `--${option}`);
    throw new InputError(`${name} has no option ${unknown}${suggestion(unknown, names)}; cdk8s-istio help ${name} has all of them`);
  }
}

function parseOptions(options: { readonly [name: string]: Option }): { [name: string]: { type: 'string' | 'boolean'; short?: string; multiple?: boolean } } {
  return Object.fromEntries(Object.entries(options).map(([name, { value, short, multiple }]) => [
    name, { type: value === undefined ? 'boolean' : 'string', ...short === undefined ? {} : { short }, ...multiple === undefined ? {} : { multiple } },
  ]));
}
