import type { Language } from '../../../src/analysis/algebra';
import { Algebra } from '../../../src/analysis/algebra';
import { expressionText, templateText } from '../../../src/analysis/algebra/strings/expression-text';

const { strings } = new Algebra();
const re2 = (source: string): Language => strings.re2(source) as Language;
const again = (source: string): string | undefined => expressionText(re2(source));

describe('a language is written with as few signs as it needs', () => {
  test.each<[given: string, written: string]>([
    ['a', 'a'], ['a|b', '[ab]'], ['a|b|c', '[a-c]'], ['a|bc', 'a|bc'], ['(a|bc)d', '(a|bc)d'], ['a(b|cd)', 'a(b|cd)'], ['(a|b)(c|de)', '[ab](c|de)'],
    ['|a', 'a?'], ['a|', 'a?'], ['|ab', '(ab)?'], ['|b|aa', '(b|aa)?'], ['', ''], ['a{3}', 'aaa'], ['a{2,4}', 'aa(aa?)?'],
    ['a*', 'a*'], ['aa*', 'a+'], ['aaa*', 'aa+'], ['aa*b', 'a+b'], ['(ab)*', '(ab)*'], ['(ab)+', 'ab(ab)*'], ['(a|bc)*', '(a|bc)*'], ['(a|bc)+', '(a|bc)(a|bc)*'],
    ['[ac]+', '[ac]+'], ['x[ac]*', 'x[ac]*'], ['x[ac]+', 'x[ac]+'], ['[ac][ac]*x', '[ac]+x'], ['x(ab)+', 'xab(ab)*'], ['(a*b)*c', '(b|a+b)*c'],
  ])('%s as %s', (given, written) => expect(again(given)).toBe(written));
});

describe('characters', () => {
  test.each<[given: string, written: string]>([
    ['(?s).', '.'], ['.', '[^\\x{a}]'], ['[^a]', '[^a]'], ['[^ab]', '[^ab]'], ['[^a-c]', '[^a-c]'], ['[^\\x{10ffff}]', '[^\u{10ffff}]'],
    ['[\\x{10000}-\\x{10ffff}]', '[^\\x{0}-\uffff]'], ['[a\\x{fffe}]', '[a\ufffe]'], ['[a\\x{ffff}]', '[a\uffff]'],
    ['\\.', '\\.'], ['\\.+', '\\.+'], ['\\]+', '\\]+'], ['[\\].]+', '[\\.\\]]+'], ['\\^', '\\^'], ['[\\\\a]+', '[\\\\a]+'], ['\\\\\\[', '\\\\\\['],
    ['\\x{1}', '\\x{1}'], [' ', '\\x{20}'], ['!', '!'], ['~', '~'], ['\\x{7f}', '\\x{7f}'], ['\\x{a0}', '\\x{a0}'], ['\\x{a1}', '\u00a1'],
    ['\u00e9+', '\u00e9+'], ['\u{1f600}*', '\u{1f600}*'], ['\\x{0}', '\\x{0}'],
  ])('%s as %s', (given, written) => expect(again(given)).toBe(written));
});

describe('what nobody would read is not written', () => {
  test('more than sixteen states', () => {
    expect(again('a{15}')).toBe('a'.repeat(15));
    expect(again('a{16}')).toBeUndefined();
    // The state that leads nowhere does not count.
    expect(again('[ab]{15}')).toBe('[ab]'.repeat(15));
  });

  test('more than 240 characters', () => {
    const many = [...'acegikmoqsuwyACEGIKMOQSUWY'].join('');
    const at = (times: number): string | undefined => again(`[${many}]{${times}}`);
    expect(at(8)).toHaveLength(28 * 8);
    expect(at(9)).toBeUndefined();
    expect(again(`[${many}]{8}[bdfhjlnprtvxzB]`)).toHaveLength(240);
    expect(again(`[${many}]{8}[bdfhjlnprtvxzBD]`)).toBeUndefined();
  });
});

describe('an expression that a template stands for', () => {
  const written = (template: string): string | undefined => {
    const expression = expressionText(strings.uriTemplate(template) as Language);
    return expression === undefined ? undefined : templateText(expression);
  };

  test.each(['/a/{*}', '/a/{*}/b', '/a/{**}', '/{*}/{*}', '/{*}/{*}/x', '/a.b/{*}/c', '/{*}/a$b'])('%s is that template', template => expect(written(template)).toBe(template));

  test.each(['/a', 'a+', '/v[0-9]+', '.', '/a/b\\.c', ''])('%s is none', expression => expect(templateText(expression)).toBeUndefined());

  test('operators between anything but plain text are none', () => {
    const segment = expressionText(strings.uriTemplate('/{*}') as Language)?.slice(1) as string;
    expect(templateText(`/${segment}`)).toBe('/{*}');
    for (const around of ['a?', '[ab]', 'a|b', '(a)', 'a*', '\\d', '\\', '^', '$', '{', '}']) {
      expect(templateText(`/${around}/${segment}`)).toBeUndefined();
      expect(templateText(`/${segment}/${around}`)).toBeUndefined();
    }
    expect(templateText(`/\\.\\$\\+\\(\\)/${segment}`)).toBe('/.$+()/{*}');
  });
});
