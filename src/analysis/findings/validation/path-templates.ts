import { quoted } from './words';

/** What a segment may consist of where others are operators. */
const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** What is wrong with a path of a rule, in which a segment may be {*}, and the last operator {**}. */
export function pathTemplateProblem(path: string): string | undefined {
  const isTemplate = path.includes('{*}') || path.includes('{**}');
  let ended = false;
  for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (ended) { return `${quoted(path)} has an operator after {**}`; }
      ended = segment === '{**}';
    } else if (/[{}]/.test(segment)) {
      return `${quoted(path)} has braces that are neither {*} nor {**}`;
    } else if (isTemplate && !LITERAL.test(segment)) {
      return segment === '' ? `${quoted(path)} has an empty segment` : `${quoted(path)} has a segment ${quoted(segment)} that a template cannot have`;
    }
  }
  return undefined;
}
