import * as fc from 'fast-check';
import { TooLargeError } from '../../../src/analysis/algebra';
import { Automata } from '../../../src/analysis/algebra/automata/automata';
import type { Automaton } from '../../../src/analysis/algebra/automata/automaton';
import { BooleanOperation } from '../../../src/analysis/algebra/automata/boolean-operation';
import { Combine } from '../../../src/analysis/algebra/automata/combine';
import { construct } from '../../../src/analysis/algebra/automata/construct';
import { shortestWords } from '../../../src/analysis/algebra/automata/shortest-words';
import { outputsOf, reachable, split } from '../../../src/analysis/algebra/automata/split';
import { StateTable } from '../../../src/analysis/algebra/automata/state-table';
import { image } from '../../../src/analysis/algebra/automata/transform';
import type { Identified } from '../../../src/analysis/algebra/automata/truth';
import { Truth } from '../../../src/analysis/algebra/automata/truth';
import { balanced } from '../../../src/analysis/algebra/domains/domain';

const { UNION, INTERSECTION, DIFFERENCE } = BooleanOperation;
/** Far more letters than calls fit on the stack. */
const LONG = 20_000;

type Outputs = Automaton<Identified>;
const outputs: readonly Identified[] = [Truth.FALSE, Truth.TRUE, { id: 2 }, { id: 3 }];

/** A rule with some states: each has an output, and where letters 0 and others lead. */
type Rule = readonly { readonly output: number; readonly zero: number; readonly rest: number }[];
const rules: fc.Arbitrary<Rule> = fc.integer({ min: 1, max: 7 }).chain(size => fc.array(
  fc.record({ output: fc.nat(2), zero: fc.nat(size - 1), rest: fc.nat(size - 1) }), { minLength: size, maxLength: size }));
const words = fc.array(fc.array(fc.nat(1), { maxLength: 9 }), { minLength: 20, maxLength: 20 });

function made(automata: Automata, rule: Rule, root = 0): Outputs {
  return construct<number, Identified>(automata, {
    known: () => undefined,
    key: state => state,
    output: state => outputs[rule[state].output],
    steps: state => ({ starts: [0, 1], values: [rule[state].zero, rule[state].rest] }),
  }, root);
}

function said(rule: Rule, word: readonly number[]): Identified {
  return outputs[rule[word.reduce((state, letter) => letter === 0 ? rule[state].zero : rule[state].rest, 0)].output];
}

describe('what is made of a rule', () => {
  test('says of every word what the rule says, and is the same object exactly if no word tells it apart', () => {
    const automata = new Automata(1000);
    fc.assert(fc.property(rules, rules, words, (x, y, tried) => {
      const [a, b] = [made(automata, x), made(automata, y)];
      for (const word of tried) { expect(a.outputOf(word) === said(x, word)).toBe(true); }
      const differ = [...reachablePairs(x, y)].some(([i, j]) => x[i].output !== y[j].output);
      expect(a === b).toBe(!differ);
    }), { numRuns: 500 });
  });

  test('is the same wherever the rule begins, and in whichever order states are numbered', () => {
    fc.assert(fc.property(rules, fc.boolean(), (rule, first) => {
      const automata = new Automata(1000);
      const backwards = rule.map((_, i) => rule.length - 1 - i);
      const renamed = backwards.map(i => ({ output: rule[i].output, zero: backwards[rule[i].zero], rest: backwards[rule[i].rest] }));
      const build = [(): Outputs => made(automata, rule), (): Outputs => made(automata, renamed, rule.length - 1)];
      const [a, b] = (first ? build : [...build].reverse()).map(one => one());
      expect(a === b).toBe(true);
    }), { numRuns: 300 });
  });

  test('leads back where its rule does, and only there', () => {
    fc.assert(fc.property(rules, rule => {
      for (const state of reachable([made(new Automata(100), rule)])) {
        expect(state.cyclic).toBe(reachable(state.steps.values).has(state));
        expect(state.constant).toBe(outputsOf(state).size === 1);
      }
    }), { numRuns: 200 });
  });

  test('is told state by state', () => {
    const told = new Map<number, Outputs>();
    const automata = new Automata(10);
    const root = construct<number, Identified>(automata, {
      known: state => state === 3 ? automata.constant(outputs[3]) : undefined,
      key: state => state,
      output: state => outputs[state % 2],
      steps: state => ({ starts: [0, 5], values: [Math.min(state + 1, 3), state === 2 ? 1 : 3] }),
      learned: (state, automaton) => { told.set(state, automaton); },
    }, 0);
    expect([...told.keys()].sort()).toEqual([0, 1, 2]);
    const [first, second, third] = [0, 1, 2].map(state => told.get(state));
    expect(first === root && root.after(0) === second).toBe(true);
    expect(second?.after(0) === third && third?.after(5) === second && third?.after(0) !== second).toBe(true);
  });

  test('has no more states than it may', () => {
    const counting = (automata: Automata, length: number): Outputs => construct<number, Identified>(automata, {
      known: () => undefined,
      key: state => state,
      output: state => outputs[state % 3],
      steps: state => ({ starts: [0], values: [Math.min(state + 1, length - 1)] }),
    }, 0);
    expect(outputsOf(counting(new Automata(5), 5)).size).toBe(3);
    expect(() => counting(new Automata(4), 5)).toThrow(TooLargeError);
    expect(() => counting(new Automata(4), 5)).toThrow('more than 4 states');
  });
});

describe('operations on functions', () => {
  const combined = (automata: Automata): Combine<Truth> => new Combine<Truth>(automata, { none: Truth.FALSE, all: Truth.TRUE }, (operation, a, b) => {
    const [left, right] = [a === Truth.TRUE, b === Truth.TRUE];
    const result = operation === UNION ? left || right : operation === INTERSECTION ? left && right : left && !right;
    return result ? Truth.TRUE : Truth.FALSE;
  });
  const truths = rules.map(rule => rule.map(state => ({ ...state, output: state.output % 2 })));

  test('are those on their outputs, word by word', () => {
    const automata = new Automata(1000);
    const combine = combined(automata);
    fc.assert(fc.property(truths, truths, words, (x, y, tried) => {
      const [a, b] = [x, y].map(rule => made(automata, rule) as Automaton<Truth>);
      const results = [UNION, INTERSECTION, DIFFERENCE].map(operation => combine.apply(operation, a, b));
      for (const word of tried) {
        const [left, right] = [said(x, word) === Truth.TRUE, said(y, word) === Truth.TRUE];
        expect(results.map(one => one.outputOf(word) === Truth.TRUE)).toEqual([left || right, left && right, left && !right]);
      }
    }), { numRuns: 200 });
  });

  test('of very long chains are not left to the stack', () => {
    const automata = new Automata(100_000);
    const combine = combined(automata);
    const nothing = automata.constant<Truth>(Truth.FALSE);
    const chain = (letter: number): Automaton<Truth> => {
      let state = automata.state<Truth>(Truth.TRUE, [0], [nothing]);
      for (let i = 0; i < LONG; i++) { state = automata.state<Truth>(Truth.FALSE, [0, letter, letter + 1], [nothing, state, nothing]); }
      return state;
    };
    const [one, two] = [chain(1), chain(2)];
    const either = combine.apply(UNION, one, two);
    expect(either.outputOf(Array<number>(LONG).fill(2)) === Truth.TRUE).toBe(true);
    expect(either.outputOf([1, ...Array<number>(LONG - 1).fill(2)]) === Truth.TRUE).toBe(false);
    expect(combine.apply(DIFFERENCE, either, two) === one).toBe(true);
    const replaced = image(automata, one, output => output === Truth.TRUE ? Truth.FALSE : Truth.TRUE);
    expect(replaced.outputOf(Array<number>(LONG).fill(1)) === Truth.FALSE && replaced.outputOf([1]) === Truth.TRUE).toBe(true);
  });

  test('are asked once', () => {
    const automata = new Automata(1000);
    let asked = 0;
    const combine = new Combine<Truth>(automata, { none: Truth.FALSE, all: Truth.TRUE }, (_, a, b) => {
      asked++;
      return a === Truth.TRUE || b === Truth.TRUE ? Truth.TRUE : Truth.FALSE;
    });
    const chain = (letter: number): Automaton<Truth> => [1, 2, 3].reduce<Automaton<Truth>>(
      next => automata.state<Truth>(Truth.FALSE, [0, letter, letter + 1], [automata.constant(Truth.FALSE), next, automata.constant(Truth.FALSE)]),
      automata.state<Truth>(Truth.TRUE, [0], [automata.constant(Truth.FALSE)]));
    const [a, b] = [chain(1), chain(2)];
    const result = combine.apply(UNION, a, b);
    const before = asked;
    expect(before).toBeGreaterThan(0);
    expect(combine.size).toBe(1);
    expect(combine.apply(UNION, b, a) === result && combine.apply(UNION, a, b) === result).toBe(true);
    expect([asked, combine.size]).toEqual([before, 1]);
  });
});

describe('the laws that need no look inside', () => {
  test.each<[string, BooleanOperation, readonly (readonly [string, string, string | undefined])[]]>([
    ['union', UNION, [
      ['a', 'a', 'a'], ['a', 'none', 'a'], ['none', 'a', 'a'], ['a', 'all', 'all'], ['all', 'a', 'all'], ['none', 'all', 'all'], ['all', 'none', 'all'],
      ['a', 'b', undefined],
    ]],
    ['intersection', INTERSECTION, [
      ['a', 'a', 'a'], ['a', 'none', 'none'], ['none', 'a', 'none'], ['a', 'all', 'a'], ['all', 'a', 'a'], ['none', 'all', 'none'], ['all', 'none', 'none'],
      ['a', 'b', undefined],
    ]],
    ['difference', DIFFERENCE, [
      ['a', 'a', 'none'], ['a', 'none', 'a'], ['none', 'a', 'none'], ['a', 'all', 'none'], ['all', 'a', undefined], ['none', 'all', 'none'], ['all', 'none', 'all'],
      ['a', 'b', undefined],
    ]],
  ])('of %s', (_, operation, laws) => {
    expect(laws.map(([a, b]) => [a, b, operation.shortcut(a, b, 'none', 'all')])).toEqual(laws);
  });

  test('union and intersection ask for the operand with the lower number first', () => {
    const [one, two] = [{ id: 1 }, { id: 2 }];
    expect([UNION, INTERSECTION, DIFFERENCE].map(operation => [operation.swaps(one, two), operation.swaps(two, one), operation.swaps(one, one)]))
      .toEqual([[false, true, false], [false, true, false], [false, false, false]]);
  });
});

describe('shortest words', () => {
  const automata = new Automata(1000);
  const nothing = automata.constant<Truth>(Truth.FALSE);
  const all = automata.constant<Truth>(Truth.TRUE);
  const first = (low: number): { readonly letter: number; readonly rank: number } => ({ letter: low, rank: 0 });

  test('one for each output, of the letters that are nicest', () => {
    const of = automata.state<Identified>(outputs[2], [0, 3, 6], [3, 2, 3].map(one => automata.constant(outputs[one])));
    expect([...shortestWords(of, all, first)].map(([{ id }, word]) => [id, word])).toEqual([[2, []], [3, [0]]]);
    expect(shortestWords(of, all, low => ({ letter: low + 1, rank: low === 6 ? 0 : 1 })).get(outputs[3])).toEqual([7]);
    expect(shortestWords(of, all, low => ({ letter: low === 0 ? 2 : low, rank: 0 })).get(outputs[3])).toEqual([2]);
  });

  test('among codes only, and none for what no code has', () => {
    const end = automata.state<Truth>(Truth.TRUE, [0], [nothing]);
    const twoLetters = [0, 1].reduce(next => automata.state<Truth>(Truth.FALSE, [0, 4], [next, nothing]), end);
    const of = automata.state<Identified>(outputs[2], [0, 2, 4], [3, 1, 0].map(one => automata.constant(outputs[one])));
    expect(new Map(shortestWords(of, twoLetters, first))).toEqual(new Map([[outputs[3], [0, 0]], [outputs[1], [2, 0]]]));
    expect(shortestWords(of, nothing, first).size).toBe(0);
    const places: (readonly [number, number, number])[] = [];
    shortestWords(of, twoLetters, (low, high, place) => {
      places.push([low, high, place]);
      return first(low);
    });
    expect(places).toContainEqual([0, 1, 0]);
    expect(places).toContainEqual([4, Infinity, 0]);
    expect(places).toContainEqual([0, 3, 1]);
  });
});

test('a function is taken apart into the words of each output', () => {
  const automata = new Automata(1000);
  fc.assert(fc.property(rules, words, (rule, tried) => {
    const of = made(automata, rule);
    const parts = split(automata, of);
    expect(new Set(parts.keys())).toEqual(outputsOf(of));
    for (const word of tried) {
      for (const [output, part] of parts) { expect(part.outputOf(word) === Truth.TRUE).toBe(of.outputOf(word) === output); }
    }
  }), { numRuns: 200 });
});

describe('a table of states', () => {
  test('knows each state by its output and its steps', () => {
    const table = new StateTable();
    const automata = new Automata(10);
    const leaf = automata.constant(outputs[0]);
    const other = automata.constant(outputs[1]);
    let count = 0;
    const find = (output: number, starts: readonly number[], values: readonly Outputs[]): Outputs =>
      table.find(outputs[output], { starts, values }, () => ({ id: 1000 + count++, output: outputs[output], steps: { starts, values } }) as Outputs);
    const asked: readonly Parameters<typeof find>[] = [
      [0, [0], [leaf]], [1, [0], [leaf]], [0, [0], [other]], [0, [0, 1], [leaf, other]], [0, [0, 2], [leaf, other]], [0, [0, 1], [other, leaf]],
    ];
    const states = asked.map(one => find(...one).id);
    expect(new Set(states).size).toBe(asked.length);
    expect(asked.map(one => find(...one).id)).toEqual(states);
    expect(count).toBe(asked.length);
  });

  test('loses none as it grows', () => {
    const table = new StateTable();
    const leaf = new Automata(10).constant(outputs[0]);
    let count = 0;
    const find = (start: number): number => table.find(outputs[start % 3], { starts: [0, start], values: [leaf, leaf] }, () =>
      ({ id: count++, output: outputs[start % 3], steps: { starts: [0, start], values: [leaf, leaf] } }) as unknown as Outputs).id;
    const states = Array.from({ length: 6000 }, (_, i) => find(i + 1));
    expect(count).toBe(6000);
    expect(Array.from({ length: 6000 }, (_, i) => find(i + 1))).toEqual(states);
    expect(count).toBe(6000);
  });
});

test('many are combined in pairs, in their order', () => {
  const pair = (a: string, b: string): string => `(${a}${b})`;
  const of = (text: string): string => balanced([...text], 'none', pair);
  expect(['', 'a', 'ab', 'abc', 'abcde'].map(of)).toEqual(['none', 'a', '(ab)', '((ab)c)', '(((ab)(cd))e)']);
});

function reachablePairs(x: Rule, y: Rule): Iterable<readonly [number, number]> {
  const found = new Map<string, readonly [number, number]>([['0 0', [0, 0]]]);
  for (const [, [i, j]] of found) {
    for (const way of ['zero', 'rest'] as const) { found.set(`${x[i][way]} ${y[j][way]}`, [x[i][way], y[j][way]]); }
  }
  return found.values();
}
