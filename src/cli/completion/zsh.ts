import type { Arguments, Declaration, Option } from '../command';
import { FIRST_OPTIONS, HELP_WORD, optionsOf, quoted, spellings, wordsOf } from './words';

/** For zsh, whose compinit has been called. */
export function zshCompletion(declarations: readonly Declaration[]): string {
  const commands = declarations.map(({ name, summary }) => quoted(`${name}:${escaped(summary)}`));
  return `#compdef cdk8s-istio
# Completes command lines of cdk8s-istio in zsh.
_cdk8s_istio() {
  local -a commands first_options
  commands=(
${[...commands, quoted(`${HELP_WORD}:says what a command does`)].map(line => `    ${line}`).join('\n')}
  )
  first_options=(${FIRST_OPTIONS.map(option => quoted(option)).join(' ')})
  if (( CURRENT == 2 )); then
    _describe -t commands command commands -- first_options
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
    ${HELP_WORD}) _describe -t commands command commands ;;
${declarations.map(commandCase).join('\n')}
  esac
}
compdef _cdk8s_istio cdk8s-istio`;
}

function commandCase(declaration: Declaration): string {
  const specs = [...optionsOf(declaration).flatMap(([name, option]) => optionSpecs(name, option)), `*:${declaration.arguments.value}:${actionOf(declaration.arguments)}`];
  return `    ${declaration.name})
      _arguments \\
${specs.map(spec => `        ${quoted(spec)}`).join(' \\\n')} ;;`;
}

function optionSpecs(name: string, option: Option): readonly string[] {
  const all = spellings(name, option);
  // One that may not be repeated is offered once.
  const once = option.multiple === true ? '*' : all.length === 1 ? '' : `(${all.join(' ')})`;
  const value = option.value === undefined ? '' : `:${escaped(option.value)}:${actionOf(option)}`;
  return all.map(spelling => `${once}${spelling}${joint(spelling, option)}[${escaped(option.description)}]${value}`);
}

/** A value may follow an equals sign; after one letter it follows at once. */
function joint(spelling: string, { value }: Option): string {
  return value === undefined ? '' : spelling.startsWith('--') ? '=' : '+';
}

/** How a value is completed; a space where nothing is known of it. */
function actionOf(value: Arguments | Option): string {
  const words = wordsOf(value);
  return words === undefined ? value.path === undefined ? ' ' : '_files' : `(${words})`;
}

function escaped(text: string): string {
  return text.replace(/[\\[\]:]/g, character => `\\${character}`);
}
