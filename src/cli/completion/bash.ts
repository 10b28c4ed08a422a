import type { Arguments, Declaration, Option } from '../command';
import { FIRST_OPTIONS, HELP_WORD, optionsOf, quoted, spellings, wordsOf } from './words';

/** For bash, also for the old one of macOS. */
export function bashCompletion(declarations: readonly Declaration[]): string {
  const names = declarations.map(({ name }) => name);
  return `# Completes command lines of cdk8s-istio in bash.
_cdk8s_istio_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}
_cdk8s_istio_files() {
  # Bash itself knows whose home a tilde is.
  case "$current" in '~'*) compopt -o default 2>/dev/null; return ;; esac
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}
_cdk8s_istio() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _cdk8s_istio_words ${quoted([...names, HELP_WORD, ...FIRST_OPTIONS].join(' '))}
    return
  fi
  # What stands behind an equals sign is a word of its own.
  if [ "$current" = '=' ]; then
    current=''
  elif [ "$previous" = '=' ]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case "$command $previous" in
${declarations.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
    ${HELP_WORD}) _cdk8s_istio_words ${quoted(names.join(' '))} ;;
${declarations.map(argumentCase).join('\n')}
  esac
}
complete -F _cdk8s_istio cdk8s-istio`;
}

/** What follows options that have values. */
function valueCases(declaration: Declaration): readonly string[] {
  return optionsOf(declaration).filter(([, { value }]) => value !== undefined).map(([name, option]) => {
    const patterns = spellings(name, option).map(spelling => quoted(`${declaration.name} ${spelling}`)).join('|');
    return `    ${patterns}) ${actionOf(option)}; return ;;`;
  });
}

function argumentCase(declaration: Declaration): string {
  const { name } = declaration;
  const options = optionsOf(declaration).map(([option]) => `--${option}`).join(' ');
  return `    ${name})
      case "$current" in
        -*) _cdk8s_istio_words ${quoted(options)} ;;
        *) ${actionOf(declaration.arguments)} ;;
      esac ;;`;
}

function actionOf(value: Arguments | Option): string {
  const words = wordsOf(value);
  return words === undefined ? value.path === undefined ? ':' : '_cdk8s_istio_files' : `_cdk8s_istio_words ${quoted(words)}`;
}
