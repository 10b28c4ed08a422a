import * as fc from 'fast-check';
import { regexes, words } from './_arbitraries';
import type { Language } from '../../../src/analysis/algebra';
import { Algebra, Unsupported } from '../../../src/analysis/algebra';

const { strings } = new Algebra();

function matches(source: string, text: string): boolean {
  const language = strings.re2(source);
  if (language instanceof Unsupported) { throw new Error(`${source}: ${language.reason}`); }
  return strings.includes(language, text);
}

test('agrees with the regular expressions of JavaScript where the two languages are one', () => {
  fc.assert(fc.property(regexes, fc.array(words, { minLength: 15, maxLength: 15 }), (source, texts) => {
    const pattern = new RegExp(`^(?:${source})$`, 'u');
    for (const text of ['', ...texts]) { expect([source, text, matches(source, text)]).toEqual([source, text, pattern.test(text)]); }
  }), { numRuns: 2000 });
});

describe('where RE2 differs from JavaScript', () => {
  test.each<[source: string, yes: readonly string[], no: readonly string[]]>([
    ['\\s', [' ', '\t', '\f'], ['\v', '\u00a0']],
    ['\\d', ['7'], ['٣']],
    ['[]a]', [']', 'a'], ['', 'b']],
    ['[^]a]', ['b'], [']', 'a']],
    ['[a-]', ['a', '-'], ['b']],
    ['[a-c-e]', ['b', '-', 'e'], ['d']],
    ['[[:alpha:]_]+', ['aZ_'], ['a1', ':']],
    ['[[:^digit:]]', ['a'], ['1']],
    ['[^\\D]', ['5'], ['a']],
    ['[\\W\\d]', ['-', '5'], ['a']],
    ['.', ['a', '\r', '\u2028'], ['\n', '']],
    ['(?s).', ['\n'], ['']],
    ['[^a]', ['\n'], ['a']],
    ['\\A/a\\z', ['/a'], ['/ab']],
    ['/a$|^/b', ['/a', '/b'], ['/c']],
    ['a^b|c$d', [], ['ab', 'cd']],
    ['(^)*a(?:$)+', ['a'], ['']],
    ['$^', [''], ['a']],
    ['\\Qa.b*\\Ec', ['a.b*c'], ['axbbc']],
    ['\\Qa.b', ['a.b'], ['axb']],
    ['\\x41\\x{1F600}\\101\\0', ['A😀A\0'], ['A']],
    ['\\_\\-\\/\\%', ['_-/%'], ['']],
    ['\\a\\f\\v', ['\x07\f\v'], ['afv']],
    ['a{', ['a{'], ['a']],
    ['a{,2}', ['a{,2}'], ['aa']],
    ['a{01}', ['a{01}'], ['a']],
    ['a{2}', ['aa'], ['a', 'aaa']],
    ['a{1,}?', ['a', 'aaa'], ['']],
    ['a{0}', [''], ['a']],
    ['}]', ['}]'], ['']],
    ['(?P<name>a)(?<other>b)', ['ab'], ['a']],
    ['(?i)Ab', ['ab', 'AB', 'aB'], ['ac']],
    ['(?i:a)b', ['Ab', 'ab'], ['AB']],
    ['a(?i)b|c', ['aB', 'C', 'c'], ['Ab']],
    ['(a(?i)b)c', ['aBc'], ['aBC']],
    ['(?i)(?-i)a', ['a'], ['A']],
    ['(?i)s', ['s', 'S', 'ſ'], ['z']],
    ['(?i)[^k]', ['a'], ['k', 'K', '\u212a']],
    ['(?i)\\W', ['-'], ['ſ', 'a']],
    ['(?i)[a-c]', ['B'], ['D']],
    ['(?U)a+', ['aaa'], ['']],
    ['(?m)a', ['a'], ['b']],
    ['|a', ['', 'a'], ['b']],
    ['(|a)', ['', 'a'], ['b']],
    ['', [''], ['a']],
    ['()*', [''], ['a']],
    ['(a*)*', ['', 'aaa'], ['b']],
    ['\u00e9+', ['\u00e9\u00e9'], ['e']],
  ])('%s', (source, yes, no) => {
    expect(yes.filter(text => !matches(source, text))).toEqual([]);
    expect(no.filter(text => matches(source, text))).toEqual([]);
  });
});

describe('what is unsupported is said to be', () => {
  test.each([
    '\\pL', '\\p{Greek}', '\\PN', '[\\pL]', '\\C', '\\bfoo', 'a\\B', '(?m)^a', '(?m:a$)', '(?i)\u00e9', '(?i)[\u00e0-\u00ff]',
    '(?=a)', '(?!a)', '(?<=a)b', '(?>a)', '\\1', '(a)\\1', '\\8', '\\Z', '\\q', '\\é', '\\', '[a', '[b-a]', '[[:nope:]]', '[\\', '[a-', '(a', 'a)', '(?', '(?)',
    '(?z)a', '(?i-)a', '(?-)', '*a', '+', '(*)', '|*', '{2}', 'a**', 'a*+', 'a{2}{3}', 'a{2,1}', 'a{1001}', 'a{1,1001}', '((a{100}){100}){100}', '(?i)*',
    '\\x{110000}', '\\x4', '[a-\\d]', '(?P=name)', '\\Qab\\E*',
  ])('%s', source => {
    const result = strings.re2(source);
    expect(result).toBeInstanceOf(Unsupported);
    expect(result).toMatchObject({ text: source, reason: expect.stringMatching(/./) });
  });
});

describe('templates of paths', () => {
  test.each<[template: string, yes: readonly string[], no: readonly string[]]>([
    ['/a/{*}', ['/a/b', '/a/b.c=d'], ['/a/', '/a', '/a/b/c', '/a/b*']],
    ['/a/{**}', ['/a/', '/a/b/c'], ['/a', '/ab']],
    ['/{*}/x/{**}.html', ['/1/x/.html', '/1/x/y/z.html'], ['/1/x/y', '//x/.html']],
    ['/{*}', ['/b%20c'], ['/b c', '/é']],
    ['/a.c', ['/a.c'], ['/abc']],
  ])('%s', (template, yes, no) => {
    const language = strings.uriTemplate(template) as Language;
    expect(yes.filter(path => !strings.includes(language, path))).toEqual([]);
    expect(no.filter(path => strings.includes(language, path))).toEqual([]);
  });

  test.each(['a/{*}', '/{**}/{*}', '/{**}/{**}', '/{name}', '/a//{*}', '/a*/{*}', '/{*', '/a b/{*}'])('%s is refused', template => {
    expect(strings.uriTemplate(template)).toBeInstanceOf(Unsupported);
  });
});
