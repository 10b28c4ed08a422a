import type { Arguments, Declaration, Option } from '../command';
import { HELP_WORD, optionsOf, wordsOf } from './words';

/** For fish. */
export function fishCompletion(declarations: readonly Declaration[]): string {
  const names = declarations.map(({ name }) => name).join(' ');
  return [
    '# Completes command lines of cdk8s-istio in fish.',
    `${START} -f`,
    ...declarations.map(({ name, summary }) => `${START} -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`),
    `${START} -n __fish_use_subcommand -a ${HELP_WORD} -d 'says what a command does'`,
    `${START} -n __fish_use_subcommand -l version -d 'says which version this is'`,
    `${START} -s h -l help -d 'says what a command does'`,
    `${START} -n '__fish_seen_subcommand_from ${HELP_WORD}' -a ${quoted(names)}`,
    ...declarations.flatMap(commandLines),
  ].join('\n');
}

const START = 'complete -c cdk8s-istio';

function commandLines(declaration: Declaration): readonly string[] {
  const { name, arguments: positional } = declaration;
  const start = `${START} -n '__fish_seen_subcommand_from ${name}'`;
  const words = valuesOf(positional);
  return [
    ...words === '' ? [] : [`${start}${words}`],
    ...optionsOf(declaration).filter(([option]) => option !== 'help').map(([option, one]) =>
      `${start}${one.short === undefined ? '' : ` -s ${one.short}`} -l ${option}${one.value === undefined ? '' : valueOf(one)} -d ${quoted(one.description)}`),
  ];
}

/** The value of an option: a file, or nothing but the words that there are. */
function valueOf(option: Option): string {
  return `${option.path === undefined ? ' -x' : ' -r'}${valuesOf(option)}`;
}

/** What is offered: files, which all others keep out, or words. */
function valuesOf(value: Arguments | Option): string {
  const words = wordsOf(value);
  return words === undefined ? value.path === undefined ? '' : ' -F' : ` -a ${quoted(words)}`;
}

/** In fish, a backslash stands before a quote inside of quotes. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, character => `\\${character}`)}'`;
}
