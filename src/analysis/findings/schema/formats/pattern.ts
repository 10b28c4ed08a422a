import { RE2JS } from 're2js';

const compiled = new Map<string, RE2JS>();

/** Whether a pattern of Go's matches somewhere in a text, in time that grows with the text alone. */
export function matchesPattern(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = RE2JS.compile(pattern);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}
