import type { FeatureDeclaration } from './feature';
import { HttpMatch } from './http-match';
import { matchesWhole, regexProblem } from './regular-expression';
import { PathPattern } from '../calls/path-pattern';

/** To which requests a rewrite applies. */
export interface RewriteOptions {
  /**
   * The requests.
   * @default - every request that has the path
   */
  readonly when?: HttpMatch;
}

/** To which requests a rewrite by an expression applies, and what it makes of their paths. */
export interface RegexRewriteOptions {
  /**
   * The paths that come out, as `HttpCall` writes them: exact `/a`, prefix `/a*`, suffix `*.css`, template `/a/{*}/b`. Callers whose
   * requests are rewritten are admitted to them; nobody can tell them from the expression.
   */
  readonly becomes: string[];

  /**
   * The requests.
   * @default - every request
   */
  readonly when?: HttpMatch;
}

const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d+)?$/;

/** Paths that begin with `from` begin with `to` instead. */
export function prefixRewriteOf(from: string, to: string, { when = HttpMatch.any() }: RewriteOptions): FeatureDeclaration {
  const text = `the rewrite of '${from}*' to '${to}*'`;
  const uneven = from.endsWith('/') !== to.endsWith('/');
  return {
    text,
    when: when.and(HttpMatch.pathPrefix(from)),
    effects: [{ slot: 'rewrite', kind: 'prefix', from, to }],
    problems: [pathProblem(text, to), uneven ? `${text} would turn '${from.replace(/\/$/, '')}/x' into '${`${from.replace(/\/$/, '')}/x`.replace(from, to)}'; end both with a slash, or neither.` : undefined],
  };
}

/** The path `from` is `to` instead. */
export function pathRewriteOf(from: string, to: string, { when = HttpMatch.any() }: RewriteOptions): FeatureDeclaration {
  const text = `the rewrite of '${from}' to '${to}'`;
  return { text, when: when.and(HttpMatch.path(from)), effects: [{ slot: 'rewrite', kind: 'path', to }], problems: [pathProblem(text, to)] };
}

/** What an expression finds in a path is replaced. */
export function regexRewriteOf(match: string, rewrite: string, { becomes, when }: RegexRewriteOptions): FeatureDeclaration {
  const text = `the rewrite of '${match}' to '${rewrite}'`;
  const problem = regexProblem(match);
  return {
    text,
    when,
    effects: [{ slot: 'rewrite', kind: 'regex', match, rewrite, becomes }],
    problems: [
      problem && `${text}: ${problem}`,
      becomes.length === 0 ? `${text} becomes no path; say in 'becomes' what comes out.` : undefined,
      ...becomes.map(path => PathPattern.parse(path).problem),
      // What may be empty is found everywhere, at every character.
      problem === undefined && matchesWhole(match, '') ? `${text} finds nothing everywhere; write an expression that needs at least one character.` : undefined,
      rewrite === '' ? `${text} has no replacement; write one.` : undefined,
    ],
  };
}

/** Requests name another host. */
export function authorityRewriteOf(host: string, { when }: RewriteOptions): FeatureDeclaration {
  const text = `the rewrite of the authority to '${host}'`;
  return {
    text,
    when,
    effects: [{ slot: 'authority', host }],
    problems: [HOST.test(host) ? undefined : `${text} names no host; use a name such as 'api.example.com', with ':port' if need be.`],
  };
}

function pathProblem(text: string, path: string): string | undefined {
  const problem = PathPattern.parse(path).problem;
  return path.includes('*') || path.includes('{') ? `${text} has a pattern for its result; write the path as it comes out.` : problem && `${text}: ${problem}`;
}
