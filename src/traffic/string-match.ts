import type { Condition } from './condition';
import { regexProblem } from './regular-expression';

/**
 * How a string is matched: by exactly one of these.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export interface StringMatch {
  /**
   * The whole string.
   * @default - matched otherwise
   */
  readonly exact?: string;

  /**
   * How the string begins.
   * @default - matched otherwise
   */
  readonly prefix?: string;

  /**
   * An expression in RE2's syntax that the whole string must match, of at most 1024 bytes.
   *
   * @see https://github.com/google/re2/wiki/Syntax
   * @default - matched otherwise
   */
  readonly regex?: string;

  /**
   * `true` for any string, if there is one.
   * @default - matched otherwise
   */
  readonly present?: boolean;
}

/** A match as a condition; a match that is none is reported and counts as presence. */
export function conditionOf(match: StringMatch, what: string, report: (problem: string) => void): Condition {
  const said = (['exact', 'prefix', 'regex'] as const).filter(form => match[form] !== undefined);
  const count = said.length + (match.present === undefined ? 0 : 1);
  if (count !== 1) {
    report(`${what} is matched by ${count === 0 ? 'nothing' : `${count} forms at once`}; give exactly one of 'exact', 'prefix', 'regex' and 'present'.`);
    return { form: 'present' };
  }
  if (match.present !== undefined) {
    if (!match.present) {
      report(`${what} is matched by 'present: false'; for its absence use HttpMatch.withoutHeader().`);
    }
    return { form: 'present' };
  }
  const [form] = said;
  const value = match[form]!;
  const problem = form === 'regex' ? regexProblem(value) : form === 'prefix' && value === '' ? "the prefix '' is that of every string; use 'present'." : undefined;
  if (problem !== undefined) {
    report(`${what}: ${problem}`);
    return { form: 'present' };
  }
  return { form, value };
}
