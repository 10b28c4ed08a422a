import * as fc from 'fast-check';
import type { Language, Strings } from '../../../src/analysis/algebra';

/** A language, and what it should be. */
export interface LanguageSample {
  readonly name: string;
  readonly make: (strings: Strings) => Language;
  readonly has: (text: string) => boolean;
}

const CHARACTERS = ['a', 'b', 'A', '/', '.', 'é'];

export const words = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 6 }).map(letters => letters.join(''));
const short = fc.array(fc.constantFrom(...CHARACTERS), { maxLength: 3 }).map(letters => letters.join(''));

/** ASCII only, as proxies compare host names. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}

const forms: fc.Arbitrary<LanguageSample> = fc.tuple(
  short, fc.constantFrom('exact', 'prefix', 'suffix', 'containing'), fc.boolean(),
).map(([text, form, ignoreCase]) => {
  const fold = ignoreCase ? lower : (value: string) => value;
  const tests: Record<typeof form, (value: string) => boolean> = {
    exact: value => fold(value) === fold(text),
    prefix: value => fold(value).startsWith(fold(text)),
    suffix: value => fold(value).endsWith(fold(text)),
    containing: value => fold(value).includes(fold(text)),
  };
  return { name: `${form}(${text}${ignoreCase ? ', i' : ''})`, make: strings => strings[form](text, { ignoreCase }), has: tests[form] };
});

const constants: fc.Arbitrary<LanguageSample> = fc.constantFrom<LanguageSample>(
  { name: 'none', make: strings => strings.none, has: () => false },
  { name: 'all', make: strings => strings.all, has: () => true },
  { name: 'nonEmpty', make: strings => strings.nonEmpty, has: text => text !== '' },
);

/** Expressions that RE2 and JavaScript read alike. */
export const regexes: fc.Arbitrary<string> = fc.letrec<{ one: string }>(tie => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', '/', '\\.', '.', '[ab]', '[^a/]', '\\w', '\\d', '\\W', 'é', '[a-z]', '^', '$', ''),
    fc.tuple(tie('one'), tie('one')).map(parts => parts.join('')),
    fc.tuple(tie('one'), tie('one')).map(parts => `(?:${parts.join('|')})`),
    fc.tuple(tie('one'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?')).map(([part, times]) => `(${part})${times}`),
  ),
})).one;

const expressions: fc.Arbitrary<LanguageSample> = regexes.map(source => {
  const pattern = new RegExp(`^(?:${source})$`, 'u');
  return { name: `/${source}/`, make: strings => strings.re2(source) as Language, has: text => pattern.test(text) };
});

/** Languages of every form, and what union, intersection, difference and complement make of them. */
export const languages: fc.Arbitrary<LanguageSample> = fc.letrec<{ one: LanguageSample }>(tie => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    forms,
    constants,
    expressions,
    fc.tuple(tie('one'), tie('one')).map(([a, b]): LanguageSample => ({
      name: `(${a.name} | ${b.name})`, make: s => s.union(a.make(s), b.make(s)), has: text => a.has(text) || b.has(text),
    })),
    fc.tuple(tie('one'), tie('one')).map(([a, b]): LanguageSample => ({
      name: `(${a.name} & ${b.name})`, make: s => s.intersection(a.make(s), b.make(s)), has: text => a.has(text) && b.has(text),
    })),
    fc.tuple(tie('one'), tie('one')).map(([a, b]): LanguageSample => ({
      name: `(${a.name} - ${b.name})`, make: s => s.difference(a.make(s), b.make(s)), has: text => a.has(text) && !b.has(text),
    })),
    tie('one').map((a): LanguageSample => ({ name: `!${a.name}`, make: s => s.complement(a.make(s)), has: text => !a.has(text) })),
  ),
})).one;
