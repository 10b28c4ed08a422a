import type { Arguments, Declaration, Option } from './command';
import { exitCodesOf } from './exit-codes';

/** The name of the command in everything that is said of it. */
export const NAME = 'cdk8s-istio';

/** How wide a text is, if it can be. */
const WIDTH = 100;

/** What every command understands. */
export const HELP_OPTION: { readonly [name: string]: Option } = { help: { short: 'h', description: 'says this' } };

/** The help of one command. */
export function helpOf(declaration: Declaration): string {
  const { name, forms, description, options, remarks = [], examples } = declaration;
  return [
    ...forms.map((form, i) => `${i === 0 ? 'Usage:' : '      '} ${NAME} ${name} ${form}`),
    '',
    ...paragraphs(description),
    ...argumentsText(declaration.arguments),
    'Options:',
    ...columns(Object.entries({ ...options, ...HELP_OPTION }).map(([option, one]) => [optionText(option, one), meaningOf(one)])),
    '',
    ...paragraphs(remarks),
    'Examples:',
    ...examples.flatMap(({ line, description: what }) => [`  ${line}`, `      ${what}`]),
    '',
    'Exit codes:',
    ...columns(exitCodesOf(declaration).map(([code, meaning]) => [String(code), meaning])),
  ].join('\n');
}

/** The help of the command as a whole. */
export function helpOfAll(declarations: readonly Declaration[]): string {
  return [
    `Usage: ${NAME} COMMAND [ARGUMENTS]`,
    '',
    'Commands:',
    ...columns(declarations.map(({ name, summary }) => [name, summary])),
    '',
    'Options:',
    ...columns([['--version', 'says which version this is'], ['-h, --help', 'says this; after a command, what the command does']]),
    '',
    'Examples:',
    ...declarations.flatMap(({ examples: [first] }) => [`  ${first.line}`, `      ${first.description}`]),
    '',
    'Exit codes:',
    ...columns([['0', 'the answer is good'], ['1', 'the answer is not: findings, new access, who would be refused'], ...exitCodesOf().map(([code, meaning]) => [String(code), meaning] as const)]),
    '',
    `${NAME} help COMMAND says more of a command.`,
  ].join('\n');
}

function argumentsText({ value, choices }: Arguments): readonly string[] {
  return choices === undefined ? [] : [`${value} is ${listed(choices)}.`, ''];
}

/** An option as the help names it. */
export function optionText(name: string, { short, value }: Option): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function meaningOf(option: Option): string {
  const { description, choices, offers, multiple, default: otherwise } = option;
  return [
    description,
    ...choices === undefined ? [] : [listed(choices)],
    ...offers === undefined ? [] : [listed(offers)],
    ...otherwise === undefined ? [] : [`default ${otherwise}`],
    ...multiple === true ? ['may be repeated'] : [],
  ].join('; ');
}

/** `a, b or c`. */
export function listed(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]+)$/, ' or $1');
}

function paragraphs(texts: readonly string[]): readonly string[] {
  return texts.flatMap(text => [...wrapped(text, WIDTH), '']);
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([first]) => first.length)) + 2;
  return rows.flatMap(([first, second]) =>
    wrapped(second, WIDTH - width - 2).map((line, i) => `  ${(i === 0 ? first : '').padEnd(width)}${line}`));
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= width) { lines[lines.length - 1] = `${last} ${word}`; } else { lines.push(word); }
  }
  return lines;
}
