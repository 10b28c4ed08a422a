import * as fc from 'fast-check';
import type { Condition } from '../../src/traffic/condition';
import { bothConditions, coversCondition, eitherCondition, UNSAYABLE } from '../../src/traffic/condition';
import type { Conjunction } from '../../src/traffic/conjunction';
import { both, covers, EVERYTHING, keyOf } from '../../src/traffic/conjunction';
import { certainBeginning } from '../../src/traffic/regular-expression';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 4 });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  text.map(value => ({ form: 'exact' as const, value })),
  text.filter(value => value !== '').map(value => ({ form: 'prefix' as const, value })),
  fc.constantFrom('a.*', 'a?b', 'ab+', '(a|b)*', 'a/.', '[ab]*', 'a*', 'b/a{2}').map(value => ({ form: 'regex' as const, value })),
  fc.constant<Condition>({ form: 'present' }),
);

function meets(value: string, asked: Condition): boolean {
  switch (asked.form) {
    case 'exact': return value === asked.value;
    case 'prefix': return value.startsWith(asked.value);
    case 'regex': return new RegExp(`^(?:${asked.value})$`).test(value);
    case 'present': return true;
  }
}

const conditions = fc.dictionary(fc.constantFrom('x', 'y'), condition, { maxKeys: 2 }).map(object => new Map(Object.entries(object)));
const conjunction: fc.Arbitrary<Conjunction> = fc.record({
  headers: conditions, withoutHeaders: conditions, path: fc.option(condition, { nil: undefined }),
}).map(({ path, ...rest }) => ({ ...EVERYTHING, ...rest, ...path && path.form !== 'present' ? { path } : {} }));
const request = fc.record({ path: text, headers: fc.dictionary(fc.constantFrom('x', 'y'), text, { maxKeys: 2 }) });

function takes(match: Conjunction, { path, headers }: { path: string; headers: { [name: string]: string } }): boolean {
  const has = (name: string, asked: Condition) => headers[name] !== undefined && meets(headers[name], asked);
  return (match.path === undefined || meets(path, match.path))
    && [...match.headers].every(([name, asked]) => has(name, asked)) && [...match.withoutHeaders].every(([name, asked]) => !has(name, asked));
}

describe('Conditions', () => {
  it('of which both hold are one that says so', () => {
    fc.assert(fc.property(condition, condition, text, (a, b, value) => {
      const result = bothConditions(a, b);
      fc.pre(result !== UNSAYABLE);
      expect(result !== undefined && meets(value, result)).toBe(meets(value, a) && meets(value, b));
    }), { numRuns: 2000 });
  });

  it('of which either holds are one that says so', () => {
    fc.assert(fc.property(condition, condition, text, (a, b, value) => {
      expect(meets(value, eitherCondition(a, b))).toBe(meets(value, a) || meets(value, b));
    }), { numRuns: 2000 });
  });

  it('cover only what they let through', () => {
    fc.assert(fc.property(condition, condition, text, (a, b, value) => {
      expect(coversCondition(a, b) && meets(value, b) && !meets(value, a)).toBe(false);
    }), { numRuns: 2000 });
  });

  it.each([['/a/[^/]+', '/a/'], ['a?b', ''], ['ab*', 'a'], ['ab+', 'ab'], ['a\\.b', 'a.b'], ['a\\.?', 'a'], ['a|b', ''], ['(?i)a', ''], ['', ''], ['ab{2}', 'a'], ['a\\d', 'a']])(
    'of the expression %j begin with %j', (expression, beginning) => {
      expect(certainBeginning(expression)).toBe(beginning);
    });
});

describe('Conjunctions', () => {
  it('of which both hold are one that says so, whichever comes first', () => {
    fc.assert(fc.property(conjunction, conjunction, request, (a, b, asked) => {
      const result = both(a, b);
      const other = both(b, a);
      expect(typeof result === 'object' ? keyOf(result) : result).toEqual(typeof other === 'object' ? keyOf(other) : other);
      fc.pre(result !== UNSAYABLE);
      expect(typeof result === 'object' && takes(result, asked)).toBe(takes(a, asked) && takes(b, asked));
    }), { numRuns: 3000 });
  });

  it('cover only what they let through', () => {
    let covered = 0;
    fc.assert(fc.property(conjunction, conjunction, request, (a, c, asked) => {
      const b = both(a, c);
      if (typeof b === 'object' && covers(a, b)) {
        covered++;
        expect(takes(b, asked) && !takes(a, asked)).toBe(false);
      }
    }), { numRuns: 1000 });
    expect(covered).toBeGreaterThan(300);
  });
});
