import fc from 'fast-check';
import { PathPattern } from '../../src/calls/path-pattern';

const matches = (pattern: string, path: string): boolean => new RegExp(`^(?:${PathPattern.parse(pattern).toRegex()})$`).test(path);

describe('a path is read as', () => {
  it.each([
    ['*', 'any', '*'],
    ['/', 'exact', '/'],
    ['/a/b.c', 'exact', '/a/b.c'],
    ['/a%20b', 'exact', '/a%20b'],
    ['/*', 'prefix', '/'],
    ['/a*', 'prefix', '/a'],
    ['/a/*', 'prefix', '/a/'],
    ['*.css', 'suffix', '.css'],
    ['*/health', 'suffix', '/health'],
    ['/a/{*}/b', 'template', '/a/{*}/b'],
    ['/{**}', 'template', '/{**}'],
    ['/a/{*}/{**}/b', 'template', '/a/{*}/{**}/b'],
  ])('%s: %s', (text, form, literal) => {
    const path = PathPattern.parse(text);
    expect(path.problem).toBeUndefined();
    expect(path.form).toBe(form);
    expect(path.literal).toBe(literal);
  });
});

describe('a path is refused', () => {
  const FORMS = "has '*' where Istio knows no such form; use an exact path '/a', a prefix '/a*', a suffix '*.css' or a template '/a/{*}/b'.";
  const DOTS = "contains '.', '..' or '//' as a segment, which no path has by the time that policies look at it; write the resolved path.";
  const QUERY = 'contains a query, a fragment or a space, which are no part of a path; percent-encode it, or leave it out.';
  const segment = (wrong: string) =>
    `has the segment '${wrong}', which a template cannot have; each segment is literal text, '{*}' (one segment) or '{**}' (any number).`;
  const AFTER = "has '{*}' or '{**}' after '{**}'; '{**}' must be the last of a template's operators.";

  it.each([
    ['', "has no leading slash; write '/'."],
    ['a', "has no leading slash; write '/a'."],
    ['a*', "has no leading slash; write '/a*'."],
    ['a/{*}', "has no leading slash; write '/a/{*}'."],
    ['**', FORMS],
    ['*a*', FORMS],
    ['/a*b', FORMS],
    ['/a/*/b', FORMS],
    ['/**', FORMS],
    ['/a/*/b*', FORMS],
    ['/a//b', DOTS],
    ['/a/./b', DOTS],
    ['/a/../b', DOTS],
    ['/..', DOTS],
    ['*/..', DOTS],
    ['/a?b=c', QUERY],
    ['/a#b', QUERY],
    ['/a b', QUERY],
    ['/a\tb', QUERY],
    ['/{x}', segment('{x}')],
    ['/{*', segment('{*')],
    ['/a{*}', segment('a{*}')],
    ['/{***}', segment('{***}')],
    ['/{*}*', segment('{*}*')],
    ['/{*}/', segment('')],
    ['/é/{*}', segment('é')],
    ['/%zz/{*}', segment('%zz')],
    ['/{**}/{*}', AFTER],
    ['/{**}/a/{**}', AFTER],
  ])('%p', (text, problem) => {
    expect(PathPattern.parse(text).problem).toBe(`path '${text}' ${problem}`);
  });

  it('and the advice to begin with a slash is good advice', () => {
    fc.assert(fc.property(fc.stringMatching(/^[a-c*{}.]{0,8}$/), text => {
      const advised = / write '(.*)'\.$/.exec(PathPattern.parse(text).problem ?? '')?.[1];
      fc.pre(advised !== undefined && !/[{}]/.test(text));
      expect(PathPattern.parse(advised!).problem ?? '').not.toMatch(/leading slash|no such form/);
    }));
  });
});

describe('an expression of a path matches', () => {
  it.each([
    ['*', ['/', '/a/b'], []],
    ['/a.b', ['/a.b'], ['/aXb', '/a.b/', '/a.bc']],
    ['/a*', ['/a', '/ab', '/a/b'], ['/b', '/', 'x/a']],
    ['*.css', ['/x.css', '/a/b.css'], ['/xcss', '/x.css2']],
    ['/a/{*}/b', ['/a/x/b', '/a/x.y/b'], ['/a/b', '/a//b', '/a/x/y/b']],
    ['/a/{**}', ['/a/', '/a/x', '/a/x/y'], ['/a', '/b/x']],
    ['/a/{**}/b', ['/a/x/b', '/a/x/y/b'], ['/a/x/c']],
    ['/(a|b)+$', ['/(a|b)+$'], ['/a', '/b']],
  ])('%s', (pattern, yes, no) => {
    expect(yes.filter(path => !matches(pattern, path))).toEqual([]);
    expect(no.filter(path => matches(pattern, path))).toEqual([]);
  });

  it('exactly what the form says, for exact paths, prefixes and suffixes of any characters', () => {
    const text = fc.stringMatching(/^[a-b.+$()|[\]^\\-]{0,5}$/);
    fc.assert(fc.property(text, text, (literal, other) => {
      const path = `/${other}`;
      expect(matches(`/${literal}`, path)).toBe(path === `/${literal}`);
      expect(matches(`/${literal}*`, path)).toBe(path.startsWith(`/${literal}`));
      expect(matches(`*/${literal}`, path)).toBe(path.endsWith(`/${literal}`));
    }));
  });
});
