import * as fc from 'fast-check';
import { languages, words } from './_arbitraries';
import { Algebra, ANYTHING, letter, lettersOf, repeat, sequence, text, TooLargeError, Unsupported, withWildcards } from '../../../src/analysis/algebra';

const { strings } = new Algebra();

describe('every language', () => {
  test('has exactly the strings that its definition has', () => {
    fc.assert(fc.property(languages, fc.array(words, { minLength: 20, maxLength: 20 }), ({ make, has }, texts) => {
      const language = make(strings);
      for (const one of ['', ...texts]) { expect([one, strings.includes(language, one)]).toEqual([one, has(one)]); }
    }), { numRuns: 1500 });
  });

  test('has a witness, unless it is empty', () => {
    fc.assert(fc.property(languages, ({ make, has }) => {
      const language = make(strings);
      const found = strings.witness(language);
      expect(found === undefined).toBe(strings.isEmpty(language));
      if (found !== undefined) {
        expect(has(found.value as string)).toBe(true);
        // No shorter one of the characters that tests use.
        const shorter = allWords(Math.min(Array.from(found.value as string).length, 4));
        expect(shorter.filter(one => has(one))).toEqual([]);
      }
    }), { numRuns: 300 });
  });

  test('is the same object, however it is built', () => {
    fc.assert(fc.property(languages, languages, languages, (x, y, z) => {
      const [a, b, c] = [x, y, z].map(one => one.make(strings));
      const { union, intersection, difference, complement } = bound();
      expect(union(a, a)).toBe(a);
      expect(union(a, b)).toBe(union(b, a));
      expect(union(a, union(b, c))).toBe(union(union(a, b), c));
      expect(intersection(a, union(b, c))).toBe(union(intersection(a, b), intersection(a, c)));
      expect(union(a, intersection(a, b))).toBe(a);
      expect(intersection(a, union(a, b))).toBe(a);
      expect(complement(complement(a))).toBe(a);
      expect(complement(union(a, b))).toBe(intersection(complement(a), complement(b)));
      expect(difference(a, b)).toBe(intersection(a, complement(b)));
      expect(union(a, complement(a))).toBe(strings.all);
      expect(intersection(a, complement(a))).toBe(strings.none);
      expect(strings.isSubset(intersection(a, b), a)).toBe(true);
      expect(strings.reversed(strings.reversed(a))).toBe(a);
    }), { numRuns: 500 });
  });

  test('is the same as another exactly if no string tells them apart', () => {
    fc.assert(fc.property(languages, languages, (x, y) => {
      const [a, b] = [x.make(strings), y.make(strings)];
      const found = strings.witness(strings.union(strings.difference(a, b), strings.difference(b, a)));
      expect(found === undefined).toBe(a === b);
      if (found !== undefined) { expect(x.has(found.value as string)).not.toBe(y.has(found.value as string)); }
    }), { numRuns: 1000 });
  });

  test('is the same object in a fresh algebra, whatever was built before it', () => {
    fc.assert(fc.property(languages, languages, (x, y) => {
      const fresh = new Algebra().strings;
      const direct = y.make(fresh);
      // By way of another set, in the other order.
      const around = fresh.difference(fresh.union(x.make(fresh), y.make(fresh)), fresh.difference(x.make(fresh), y.make(fresh)));
      expect(around).toBe(direct);
    }), { numRuns: 500 });
  });
});

describe('atoms', () => {
  test('are disjoint, make up everything, and each set is a union of some', () => {
    fc.assert(fc.property(fc.array(languages, { maxLength: 4 }), samples => {
      const sets = samples.map(({ make }) => make(strings));
      const atoms = strings.atoms(sets);
      expect(strings.union(...atoms)).toBe(strings.all);
      for (const [i, atom] of atoms.entries()) {
        expect(strings.isEmpty(atom)).toBe(false);
        for (const other of atoms.slice(i + 1)) { expect(strings.intersection(atom, other)).toBe(strings.none); }
        for (const set of sets) { expect([atom, strings.none]).toContain(strings.intersection(atom, set)); }
      }
    }), { numRuns: 200 });
  });
});

describe('particular languages', () => {
  test('the same language has one object in all its forms', () => {
    expect(strings.re2('(?s)/a.*')).toBe(strings.prefix('/a'));
    expect(strings.re2('(?s).*')).toBe(strings.all);
    expect(strings.re2('(?s).+')).toBe(strings.nonEmpty);
    expect(strings.of(sequence(text('ab'), ANYTHING))).toBe(strings.prefix('ab'));
    expect(strings.union(strings.suffix('x'), strings.suffix('yx'))).toBe(strings.suffix('x'));
    expect(strings.oneOf(['b', 'a'])).toBe(strings.re2('[ab]'));
    expect(strings.surrounded('', '')).toBe(strings.all);
  });

  test('a copy of a loop is the loop', () => {
    const once = repeat(letter(lettersOf('a')), 0, Infinity);
    expect(strings.of(sequence(once, once, repeat(once, 0, Infinity)))).toBe(strings.of(once));
    expect(strings.re2('(aa)*|a(aa)*')).toBe(strings.re2('a*'));
    expect(strings.re2('(aaa)*')).not.toBe(strings.re2('(aa)*'));
  });

  test('wildcards anywhere', () => {
    const language = strings.of(withWildcards('*/ns/f*o/*', '*', ANYTHING));
    expect(strings.includes(language, 'spiffe://a/ns/fo/sa/x')).toBe(true);
    expect(strings.includes(language, 'spiffe://a/ns/f/o/sa/x')).toBe(true);
    expect(strings.includes(language, 'spiffe://a/ns/f/sa/x')).toBe(false);
  });

  test('characters beyond the basic plane are one character', () => {
    expect(strings.includes(strings.re2('.') as never, '😀')).toBe(true);
    expect(strings.includes(strings.re2('..') as never, '😀')).toBe(false);
    expect(strings.includes(strings.prefix('😀'), '😀!')).toBe(true);
  });

  test('the witness is one that can be read', () => {
    const witnessOf = (language: typeof strings.all) => strings.witness(language)?.value;
    expect(witnessOf(strings.nonEmpty)).toBe('a');
    expect(witnessOf(strings.difference(strings.prefix('/details/'), strings.oneOf(['/details/', '/details/a'])))).toBe('/details/b');
    expect(witnessOf(strings.re2('[^a-zA-Z0-9]{2}') as never)).toBe('//');
    expect(witnessOf(strings.complement(strings.oneOf(['', 'a'])))).toBe('b');
    expect(witnessOf(strings.none)).toBeUndefined();
  });

  test('what is not a string is in no language', () => {
    expect(strings.includes(strings.all, undefined)).toBe(false);
    expect(strings.includes(strings.all, 80)).toBe(false);
  });
});

describe('lower case', () => {
  test('a language by the lower case of its strings', () => {
    fc.assert(fc.property(languages, words, ({ make, has }, one) => {
      const language = strings.lowerCaseIn(make(strings));
      expect(strings.includes(language, one)).toBe(has(one.replace('A', 'a').replaceAll('A', 'a')));
    }), { numRuns: 300 });
  });
});

describe('excluded characters', () => {
  const http = new Algebra({ excluded: '\0\r\n' }).strings;

  test('tell no languages apart', () => {
    expect(http.re2('.*')).toBe(http.all);
    expect(http.re2('[^/]+\n?')).toBe(http.re2('[^/]+'));
    expect(http.exact('a\nb')).toBe(http.none);
    expect(http.complement(http.re2('[^\\x00]') as never)).toBe(http.complement(http.re2('.') as never));
    expect(strings.re2('.*')).not.toBe(strings.all);
  });

  test('are in no string, nor in a witness', () => {
    expect(http.includes(http.all, 'a\nb')).toBe(false);
    expect(http.witness(http.re2('[\\x00-\\x1f]') as never)?.value).toBe('\u0001');
  });

  test('only control characters can be', () => {
    expect(() => new Algebra({ excluded: 'a' })).toThrow('control characters');
  });
});

test('what is too large is refused, not computed for ever', () => {
  const small = new Algebra({ limit: 100 }).strings;
  expect(small.re2('(a|b)*a(a|b){12}')).toEqual(new Unsupported('(a|b)*a(a|b){12}', 'an automaton of more than 100 states'));
  const long = Array.from({ length: 8 }, (_, i) => small.containing(`${i}abcdefgh`));
  expect(() => small.intersection(...long)).toThrow(TooLargeError);
});

function bound() {
  return {
    union: strings.union.bind(strings),
    intersection: strings.intersection.bind(strings),
    difference: strings.difference.bind(strings),
    complement: strings.complement.bind(strings),
  };
}

/** All words of the characters that tests use that are shorter than a length. */
function allWords(length: number): readonly string[] {
  let level = [''];
  const found: string[] = [];
  for (let i = 0; i < length; i++) {
    found.push(...level);
    level = level.flatMap(word => ['a', 'b', 'A', '/', '.', 'é'].map(character => word + character));
  }
  return found;
}
