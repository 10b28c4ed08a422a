import { RE2JS } from 're2js';

/** How long an expression Istio takes, in bytes. */
const MAX_BYTES = 1024;

/** What RE2, by which proxies match, has against an expression; undefined when it has nothing. */
export function regexProblem(expression: string): string | undefined {
  if (expression === '') {
    return "the expression '' is empty; write one, or match 'exact'.";
  }
  if (Buffer.byteLength(expression) > MAX_BYTES) {
    return `an expression of ${Buffer.byteLength(expression)} bytes is longer than the ${MAX_BYTES} that Istio takes; shorten it.`;
  }
  try {
    RE2JS.compile(expression);
    return undefined;
  } catch (error) {
    return `'${expression}' is no expression of RE2, by which proxies match (${(error as Error).message}); see https://github.com/google/re2/wiki/Syntax.`;
  }
}

/** Does the expression match the whole text? The expression is one that RE2 takes. */
export function matchesWhole(expression: string, text: string): boolean {
  return RE2JS.matches(expression, text);
}

/** The text as an expression that matches nothing else. */
export function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** With what every text begins that the expression matches, as far as plain characters tell. */
export function certainBeginning(expression: string): string {
  if (expression.includes('|')) {
    return '';
  }
  const [literal] = /^(?:[A-Za-z0-9/_~%@:,;=&'"<> -]|\\[^A-Za-z0-9])*/.exec(expression) ?? [''];
  // What follows may say that the last character is optional.
  const certain = /^[*?{]/.test(expression.slice(literal.length)) ? literal.replace(/(\\.|[^\\])$/, '') : literal;
  return certain.replace(/\\(.)/g, '$1');
}
