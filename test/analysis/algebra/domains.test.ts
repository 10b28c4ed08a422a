import * as fc from 'fast-check';
import type { Language } from '../../../src/analysis/algebra';
import { Algebra } from '../../../src/analysis/algebra';

/* Each test has an algebra of its own, so that what an algebra begins with is tested as well. */

describe('integers', () => {
  test('have their least and their greatest', () => {
    const { integers } = new Algebra({ greatest: 40 });
    expect([0, 1, 39, 40].map(n => integers.witness(integers.of(n)))).toEqual([0, 1, 39, 40].map(value => ({ value })));
    expect(integers.ranges(integers.all)).toEqual([[0, 40]]);
    expect([-1, 41, 1.5, '1', undefined].map(value => integers.includes(integers.complement(integers.of(7)), value))).toEqual(Array(5).fill(false));
    expect(new Algebra().integers.greatest).toBe(65535);
  });

  test('are told by what is in a set where that is no longer than what is not', () => {
    const { integers } = new Algebra({ greatest: 9 });
    expect(integers.describe(integers.range(0, 4))).toBe('0-4');
    expect(integers.describe(integers.of(0, 2, 4))).toBe('0, 2, 4');
    expect(integers.describe(integers.complement(integers.of(1, 3)))).toBe('any except 1, 3');
  });
});

describe('addresses', () => {
  test('have their first and their last', () => {
    const { addresses } = new Algebra();
    const edges = ['0.0.0.0', '255.255.255.255', '::', '::1', '::ffff:ffff', '::ffff:ffff:0:0', '0:0:ffff:ffff::', '::ffff:ffff:ffff:ffff:ffff:ffff', '1::', 'ffff:ffff::',
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::fffe:1:2', '::1:0:0:0', '1:0:0:0:0:ffff::', '::1:0:ffff:0:0'];
    for (const edge of edges) {
      const one = addresses.block(edge) ?? addresses.none;
      expect(addresses.block(`${addresses.witness(one)?.value as string}`) === one).toBe(true);
      const blocks = addresses.blocks(one);
      expect(blocks).toHaveLength(1);
      expect([edge, addresses.block(blocks[0]) === one]).toEqual([edge, true]);
    }
  });

  test('around those that are mapped from IPv4 are told from one another', () => {
    const { addresses } = new Algebra();
    const words = ['::fffd:0:0', '::fffe:0:0', '::fffe:ffff:ffff', '::1:0:0:0', '1::fffe:0:0', '1::ffff:0:0', '::1:0:fffe:0:0', '::1:0:ffff:0:0', '0:1::fffe:0:0', '0:1::ffff:0:0', '0.0.0.0'];
    const prefixes = [95, 96, 97, 112, 128];
    for (const word of words.slice(0, -1)) {
      for (const prefix of prefixes) {
        const block = addresses.block(`${word}/${prefix}`) ?? addresses.none;
        const again = addresses.union(...addresses.blocks(block).map(text => addresses.block(text) ?? addresses.all));
        expect([word, prefix, again === block]).toEqual([word, prefix, true]);
        expect(words.filter(other => addresses.includes(block, other))).toEqual(words.filter(other => shares(word, other, prefix)));
      }
    }
  });

  test('are examples that could be hosts', () => {
    const { addresses } = new Algebra();
    const example = (text: string): unknown => addresses.witness(addresses.block(text) ?? addresses.none)?.value;
    expect(['0.0.0.0/0', '0.0.0.0/1', '0.0.0.0/8', '0.0.0.0', '128.0.0.0/1', '::/0', '::/64', 'fd00::/8'].map(example))
      .toEqual(['10.0.0.1', '10.0.0.1', '0.255.255.255', '0.0.0.0', '128.0.0.0', '::', '::', 'fd00::']);
  });

  test('are told shortly', () => {
    const { addresses } = new Algebra();
    const blocks = (...texts: readonly string[]) => addresses.union(...texts.map(text => addresses.block(text) ?? addresses.none));
    // No shorter the other way round.
    expect(addresses.describe(addresses.union(blocks('0.0.0.0/1'), blocks('8000::/1')))).toBe('0.0.0.0/1, 8000::/1');
    expect(addresses.describe(addresses.difference(blocks('10.0.0.0/29'), blocks('10.0.0.0', '10.0.0.7')))).toBe('10.0.0.0/29 except 10.0.0.0, 10.0.0.7');
    expect(addresses.describe(addresses.difference(blocks('10.0.0.0/29'), blocks('10.0.0.0')))).toBe('10.0.0.0/29 except 10.0.0.0');
    expect(addresses.describe(addresses.difference(blocks('10.0.0.0/30'), blocks('10.0.0.0')))).toBe('10.0.0.1, 10.0.0.2/31');
    expect(addresses.describe(blocks('0.0.0.0', '128.0.0.0', '255.255.255.255'))).toBe('0.0.0.0, 128.0.0.0, 255.255.255.255');
    expect(addresses.describe(addresses.difference(blocks('fd00::/64'), blocks('fd00::1')))).toBe('fd00::/64 except fd00::1');
    expect(['x/10.0.0.0/8', '10.0.0.0/8/8', '10.0.0.0/', '/'].map(text => addresses.block(text))).toEqual(Array(4).fill(undefined));
  });
});

describe('optional strings', () => {
  test('are coded by whether there is one', () => {
    const { optionalStrings, strings } = new Algebra();
    expect([undefined, '', 'ab', 5].map(value => optionalStrings.encode(value))).toEqual([[0], [1], [1, 97, 98], undefined]);
    expect([[0], [1], [1, 97, 98]].map(word => optionalStrings.decode(word))).toEqual([undefined, '', 'ab']);
    expect(optionalStrings.includes(optionalStrings.all, 5)).toBe(false);
    const sets = [optionalStrings.absent, optionalStrings.present, optionalStrings.presentIn(strings.exact('')), optionalStrings.absentOrIn(strings.exact(''))];
    expect(sets.map(set => [undefined, '', 'a'].map(value => optionalStrings.includes(set, value))))
      .toEqual([[true, false, false], [false, true, true], [false, true, false], [true, true, false]]);
    expect(sets.map(set => optionalStrings.hasAbsent(set))).toEqual([true, false, false, true]);
  });

  test('are absent in an example where they can be, and else read well', () => {
    const { optionalStrings, strings } = new Algebra();
    const { all, absent, present } = optionalStrings;
    const examples = [all, absent, present, ...[strings.nonEmpty, strings.re2('[^a-z]{2}') as Language].map(set => optionalStrings.presentIn(set))];
    expect(examples.map(set => optionalStrings.witness(set))).toEqual([undefined, undefined, '', 'a', '//'].map(value => ({ value })));
    expect(optionalStrings.witness(optionalStrings.none)).toBeUndefined();
    expect([optionalStrings.absent, optionalStrings.complement(optionalStrings.absent)].map(set => optionalStrings.describe(set))).toEqual(['absent', 'present']);
  });
});

describe('strings', () => {
  test('have examples of the characters that read best', () => {
    const { strings } = new Algebra();
    const picked: readonly (readonly [first: string, last: string, letter: string, rank: number])[] = [
      ['\0', '\u{10ffff}', 'a', 0], ['z', '\x7f', 'z', 0], ['\0', '/', '/', 1], ['9', ':', '9', 2], ['Z', '[', 'Z', 3], ['!', '.', '-', 4], ['!', ',', '!', 7], ['~', '\x80', '~', 7],
      ['\x7f', '\u00a1', '\u00a1', 8], ['\u00ac', '\u00ad', '\u00ac', 8], ['\u00ad', '\u00ad', '\u00ad', 9], ['\u02ff', '\u0400', '\u02ff', 8], ['\u0300', '\u0400', '\u0300', 9],
      ['\x80', '\u00a0', '\x80', 9], ['\0', '\x05', '\0', 10],
    ];
    const code = (character: string): number => character.codePointAt(0) as number;
    expect(picked.map(([first, last]) => strings.pick(code(first), code(last)))).toEqual(picked.map(([, , letter,
      rank]) => ({ letter: code(letter), rank })));
    expect(strings.witness(strings.re2('[\\x{1}\\x{500}]') as Language)).toEqual({ value: '\u0500' });
  });

  test('whose lower case is in a set, for every letter', () => {
    const { strings } = new Algebra();
    const sources = ['[?-B]', '@', 'A', '[Z\\[]', '[`a]', 'z', '[z{]', '\\{', '[a-z]', '[A-Z]', '[^a]', '[^A]', '[m-o]', '[!-~]', '[\\x{10fffe}-\\x{10ffff}]', '.'];
    for (const source of sources) {
      const set = strings.re2(source) as Language;
      const either = strings.lowerCaseIn(set);
      for (const code of [...Array(130).keys(), 0x10fffe, 0x10ffff]) {
        const one = String.fromCodePoint(code);
        const small = /[A-Z]/.test(one) ? one.toLowerCase() : one;
        expect([source, code, strings.includes(either, one)]).toEqual([source, code, strings.includes(set, small)]);
      }
      expect(strings.lowerCaseIn(either) === either).toBe(true);
    }
  });

  test.each(['', '\n', '\0', '\t\n', '\0\x01\r\n', '\t\n\x0b\r', '\x7f'])('without %j have the same sets, however they are said', excluded => {
    const { strings } = new Algebra({ excluded });
    const characters = [...'\0\x01\x02\b\t\n\x0b\f\r\x0e a~\x7f\x80'];
    const escape = (one: string): string => `\\x{${(one.codePointAt(0) as number).toString(16)}}`;
    const any = strings.re2('(?s).') as Language;
    for (const one of characters) {
      const left = excluded.includes(one);
      const exact = strings.exact(one);
      expect([one, exact === strings.none]).toEqual([one, left]);
      expect([one, characters.filter(other => strings.includes(exact, other))]).toEqual([one, left ? [] : [one]]);
      expect(strings.re2(`[^${escape(one)}]`) === strings.difference(any, exact)).toBe(true);
      expect(strings.witness(exact)?.value).toBe(left ? undefined : one);
      for (const other of characters) {
        const both = strings.re2(`[${escape(one)}${escape(other)}]`);
        expect([one, other, both === strings.union(exact, strings.exact(other))]).toEqual([one, other, true]);
      }
    }
    expect(strings.union(...characters.map(one => strings.exact(one)), strings.re2(`[^${characters.map(escape).join('')}]`) as Language) === any).toBe(true);
  });

  test('of the same expression are read once', () => {
    const { strings } = new Algebra();
    expect(strings.re2('(') === strings.re2('(')).toBe(true);
    expect(strings.uriTemplate('/{*}') === strings.re2('/{*}')).toBe(false);
    expect(strings.exact('a', { ignoreCase: true }) === strings.exact('a')).toBe(false);
    expect(strings.prefix('a') === strings.exact('a')).toBe(false);
  });
});

describe('descriptions of strings', () => {
  const { strings } = new Algebra();
  const letters = [...'acegikmoqsuwyACEGIKMOQSUWY'];

  test.each<[string, Language]>([
    ['"none"', strings.exact('none')], ['"present"', strings.exact('present')], ['"any", "present"*', strings.union(strings.exact('any'), strings.prefix('present'))],
    ['/A*, *X', strings.union(strings.prefix('/A'), strings.suffix('X'))], ['/x*, *y', strings.union(strings.suffix('y'), strings.prefix('/x'))],
    [`*.html, ${letters.slice(0, 3).map(one => `/${one}`).join(', ')}`, strings.union(strings.suffix('.html'), strings.oneOf(['/e', '/c', '/a']))],
    [`*.html, ${[...letters].sort().map(one => `/${one}`).join(', ')}`, strings.union(strings.suffix('.html'), strings.oneOf(letters.map(one => `/${one}`)))],
    ['any except /a*, *b', strings.complement(strings.union(strings.prefix('/a'), strings.suffix('b')))],
  ])('%s', (text, language) => expect(strings.describe(language)).toBe(text));

  test('of long beginnings and ends', () => {
    const long = 'a'.repeat(300);
    expect(strings.describe(strings.suffix(long))).toBe(`*${long}`);
    expect(strings.describe(strings.surrounded('b', long))).toBe(`b*${long}`);
    expect(strings.describe(strings.prefix(long))).toBe(`${long}*`);
  });

  test('are found without what would be too large', () => {
    const small = new Algebra({ limit: 300 }).strings;
    const source = '[ab]{10}a[ab]*';
    expect(() => small.reversed(small.re2(source) as Language)).toThrow('more than 300 states');
    expect(small.describe(small.re2(source) as Language)).toBe(`matching ${'[ab]'.repeat(10)}a[ab]*`);
    expect(small.describe(small.re2(`x${source}`) as Language)).toBe(`matching x${'[ab]'.repeat(10)}a[ab]*`);
  });
});

test('every domain says whether sets are empty, equal, parts of one another', () => {
  const { integers } = new Algebra();
  const set = fc.array(fc.nat(5)).map(list => ({ list, set: integers.of(...list) }));
  fc.assert(fc.property(set, set, (a, b) => {
    expect(integers.isEmpty(a.set)).toBe(a.list.length === 0);
    expect(integers.equals(a.set, b.set)).toBe(new Set(a.list).size === new Set(b.list).size && a.list.every(n => b.list.includes(n)));
    expect(integers.isSubset(a.set, b.set)).toBe(a.list.every(n => b.list.includes(n)));
  }));
});

test('a dimension says of which kind it is and of which it is asked to be', () => {
  const algebra = new Algebra();
  const domains = [algebra.strings, algebra.optionalStrings, algebra.integers, algebra.addresses] as const;
  const kinds = ['strings', 'optional strings', 'integers', 'addresses'];
  domains.forEach((domain, i) => {
    const next = (i + 1) % 4;
    algebra.dimension<string & typeof domain.kind>(kinds[i], domain as never);
    expect(() => algebra.dimension(kinds[i], domains[next] as never)).toThrow(`${kinds[i]} is a dimension of ${kinds[i]}, not of ${kinds[next]}`);
  });
});

/** Whether two IPv6 addresses have the beginning of a length in common; IPv4 has none in common with IPv6. */
function shares(one: string, other: string, prefix: number): boolean {
  if (!other.includes(':')) { return false; }
  const bits = (text: string): string => {
    const [head, tail] = text.split('::').map(half => half.split(':').filter(group => group !== ''));
    const groups = [...head, ...Array<string>(8 - head.length - (tail ?? []).length).fill('0'), ...tail ?? []];
    return groups.map(group => parseInt(group, 16).toString(2).padStart(16, '0')).join('');
  };
  return bits(one).slice(0, prefix) === bits(other).slice(0, prefix);
}
