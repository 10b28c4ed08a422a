import { quoted } from './words';

type State = 'literal' | 'name' | 'argument' | 'word' | 'text' | 'afterWord' | 'close' | 'end';

/** Where a character leads; undefined where it may not stand. */
const NEXT: Readonly<Record<State, (character: string) => State | undefined>> = {
  literal: character => character === '%' ? 'name' : 'literal',
  name: character => character === '%' ? 'literal' : character === '(' ? 'argument' : 'name',
  // Whatever begins the argument belongs to it, a closing parenthesis as well.
  argument: character => character === '[' ? 'word' : character === ' ' ? 'argument' : 'text',
  word: character => character === '"' ? 'text' : character === ' ' ? 'word' : undefined,
  // A parenthesis closes even from within quotation marks.
  text: character => character === ')' ? 'end' : character === '"' ? 'afterWord' : 'text',
  afterWord: character => character === ',' ? 'word' : character === ']' ? 'close' : character === ' ' ? 'afterWord' : undefined,
  close: character => character === ')' ? 'end' : character === ' ' ? 'close' : undefined,
  end: character => character === '%' ? 'literal' : character === ' ' ? 'end' : undefined,
};

/**
 * What is wrong with the value that a route gives a header. Proxies read `%NAME%`, `%NAME(argument)%` and
 * `%NAME(["one", "two"])%` as variables, and `%%` as a percent sign.
 *
 * @see https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/headers#custom-request-response-headers
 */
export function headerValueProblem(value: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) { return `${quoted(value)} has a control character`; }
  let state: State = 'literal';
  for (let i = 0; i < value.length; i++) {
    if (state === 'literal' && value.startsWith('%%', i) || state === 'text' && value[i] === '\\') {
      i++;
      if (i === value.length) { return unfinished(value); }
      continue;
    }
    const next: State | undefined = NEXT[state](value[i]);
    if (next === undefined) { return `${quoted(value)} has ${quoted(value[i])} where a variable between % may not have it`; }
    state = next;
  }
  return state === 'literal' ? undefined : unfinished(value);
}

function unfinished(value: string): string {
  return `${quoted(value)} has a % that begins a variable without an end; %% stands for a percent sign`;
}
