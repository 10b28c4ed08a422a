/** The forms in which Istio's policies match a path. */
export type PathForm = 'any' | 'exact' | 'prefix' | 'suffix' | 'template';

/** What a path may consist of (RFC 3986), with Istio's `*`. */
const PATH_TEXT = /^([A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$/;

/** A literal segment of a path template (RFC 3986 pchar, less `*`). */
const TEMPLATE_LITERAL = /^([A-Za-z0-9\-._~!$&'()+,;=:@]|%[0-9A-Fa-f]{2})+$/;

/**
 * A path as Istio's policies match it: exact `/a`, prefix `/a*`, suffix `*.css`, template `/a/{*}/b`, any `*`.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export class PathPattern {
  public static parse(text: string): PathPattern {
    return new PathPattern(text);
  }

  public readonly form: PathForm;
  public readonly problem?: string;

  private constructor(public readonly text: string) {
    this.form = formOf(text);
    const problem = problemOf(text, this.form);
    this.problem = problem && `path '${text}' ${problem}`;
  }

  /** What a prefix or suffix consists of, or the whole of any other form. */
  public get literal(): string {
    return this.form === 'prefix' ? this.text.slice(0, -1) : this.form === 'suffix' ? this.text.slice(1) : this.text;
  }

  /** An RE2 expression that matches the same whole paths, for resources that know no such form. */
  public toRegex(): string {
    switch (this.form) {
      case 'any': return '.*';
      case 'exact': return quote(this.text);
      case 'prefix': return `${quote(this.literal)}.*`;
      case 'suffix': return `.*${quote(this.literal)}`;
      case 'template':
        return this.text.split('/').map(segment => ({ '{*}': '[^/]+', '{**}': '.*' })[segment] ?? quote(segment)).join('/');
    }
  }
}

function formOf(text: string): PathForm {
  if (text === '*') {
    return 'any';
  }
  if (/[{}]/.test(text)) {
    return 'template';
  }
  return text.endsWith('*') ? 'prefix' : text.startsWith('*') ? 'suffix' : 'exact';
}

function problemOf(text: string, form: PathForm): string | undefined {
  if (/[?#\s]/.test(text)) {
    return 'contains a query, a fragment or a space, which are no part of a path; percent-encode it, or leave it out.';
  }
  const stars = text.split('*').length - 1;
  if (form !== 'template' && (form === 'exact' ? stars > 0 : stars > 1)) {
    return "has '*' where Istio knows no such form; use an exact path '/a', a prefix '/a*', a suffix '*.css' or a template '/a/{*}/b'.";
  }
  if (form !== 'template' && !PATH_TEXT.test(text)) {
    return 'contains a character that no path has on the wire; percent-encode it.';
  }
  if (text.length > 1024) {
    return `has ${text.length} characters, more than proxies take in a match; use at most 1024.`;
  }
  if (form !== 'any' && form !== 'suffix' && !text.startsWith('/')) {
    return `has no leading slash; write '/${text}'.`;
  }
  if (/(^|\/)(\.|%2e){1,2}(\/|$)/i.test(text) || text.includes('//')) {
    return "contains '.', '..' or '//' as a segment, which no path has by the time that policies look at it; write the resolved path.";
  }
  return form === 'template' ? templateProblem(text) : undefined;
}

function templateProblem(text: string): string | undefined {
  const segments = text.slice(1).split('/');
  const wrong = segments.find(segment => segment !== '{*}' && segment !== '{**}' && !TEMPLATE_LITERAL.test(segment));
  if (wrong !== undefined) {
    return `has the segment '${wrong}', which a template cannot have; each segment is literal text, '{*}' (one segment) or '{**}' (any number).`;
  }
  const rest = segments.indexOf('{**}');
  if (rest >= 0 && segments.slice(rest + 1).some(segment => segment.startsWith('{'))) {
    return "has '{*}' or '{**}' after '{**}'; '{**}' must be the last of a template's operators.";
  }
  return undefined;
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
