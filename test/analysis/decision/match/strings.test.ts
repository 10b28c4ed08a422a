import { fullMatch, matchesPolicyHeader, matchesPolicyString, quoted } from '../../../../src/analysis/decision/match/strings';

describe('strings of policies', () => {
  test.each<[string, string | undefined, boolean]>([
    ['a', 'a', true], ['a', 'A', false], ['a', undefined, false], ['', '', true], ['', undefined, false],
    ['*', 'a', true], ['*', '', false], ['*', undefined, false],
    ['*b', 'ab', true], ['*b', 'b', true], ['*b', 'ba', false], ['a*', 'ab', true], ['a*', 'a', true], ['a*', 'ba', false],
    ['a*b', 'axb', false], ['a*b', 'a*b', true], ['*a*', 'a*', true], ['*a*', 'xax', false],
  ])('%s of %s: %s', (pattern, value, expected) => expect(matchesPolicyString(pattern, value)).toBe(expected));

  test('differ in their case only where it is asked for', () => {
    for (const [pattern, value] of [['Ab', 'aB'], ['*Ab', 'xaB'], ['Ab*', 'aBx']] as const) {
      expect(matchesPolicyString(pattern, value)).toBe(false);
      expect(matchesPolicyString(pattern, value, { ignoreCase: false })).toBe(false);
      expect(matchesPolicyString(pattern, value, { ignoreCase: true })).toBe(true);
    }
  });

  test('of headers: one without value is there', () => {
    expect(matchesPolicyHeader('*', '')).toBe(true);
    expect(matchesPolicyHeader('*', undefined)).toBe(false);
    expect(matchesPolicyHeader('a*', 'ab')).toBe(true);
    expect(matchesPolicyHeader('a', 'ab')).toBe(false);
    expect(matchesPolicyHeader('A', 'a', { ignoreCase: true })).toBe(true);
  });
});

describe('regular expressions', () => {
  test('match everything or nothing', () => {
    const pattern = fullMatch('a|bc');
    expect(['a', 'bc', 'ac', 'xa', 'bcx'].map(text => pattern?.test(text))).toEqual([true, true, false, false, false]);
  });

  test('begin with their flags', () => {
    expect(fullMatch('(?i)ab')?.test('AB')).toBe(true);
    expect(fullMatch('ab')?.test('AB')).toBe(false);
    expect(fullMatch('(?s)a.b')?.test('a\nb')).toBe(true);
    expect(fullMatch('a.b')?.test('a\nb')).toBe(false);
    expect(fullMatch('(?is)A.b')?.test('a\nB')).toBe(true);
    expect(fullMatch('a(?i)b')).toBeUndefined();
  });

  test.each([
    '(a*)*', '(a+)+', '(a{2})*', '(xa*y){2}', '(ab*)+', '(', 'a)', '[a', '*',
    '(?=a)', '(?P<n>a)', '(?U)a', '\\1', '(a)\\1', '\\pL', '\\PL', '\\A', '\\z', '\\Z', '\\C', '\\Qa\\E', '\\E', '[[:alpha:]]', '\\k<a>',
  ])('%s cannot be run here', pattern => expect(fullMatch(pattern)).toBeUndefined());

  test.each<[string, string]>([['(?:ab)', 'ab'], ['(ab)+', 'abab'], ['(a|b)*c*', 'abcc'], ['a{2}', 'aa'], ['\\d+', '12'], ['[ab]*', 'ba'], ['(a)(b*)', 'abb']])('%s can', (pattern, text) =>
    expect(fullMatch(pattern)?.test(text)).toBe(true));

  test('what is quoted is itself', () => {
    const text = 'a.b*c+d?e^f$g{h}i(j)k|l[m]n\\o/p-q';
    expect(fullMatch(quoted(text))?.test(text)).toBe(true);
    expect(fullMatch(quoted('a.b'))?.test('axb')).toBe(false);
  });

  test('are told apart however many there were', () => {
    for (let i = 0; i < 10_100; i++) { fullMatch(`x${i}`); }
    expect(fullMatch('x1')?.test('x1')).toBe(true);
    expect(fullMatch('x2')?.test('x1')).toBe(false);
  });
});
