import fc from 'fast-check';
import { Memory } from '../../../src/analysis/algebra/automata/memory';

const operand = fc.record({ id: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 ** 26 - 1 })) });

test('what is remembered is what was said of these operands last, or nothing', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(3), operand, operand), { maxLength: 300 }), asked => {
    const memory = new Memory<number>();
    const said = new Map<string, number>();
    asked.forEach(([operation, a, b], i) => {
      memory.set(operation, a, b, i);
      said.set(`${operation} ${a.id} ${b.id}`, i);
      expect(memory.get(operation, a, b)).toBe(i);
    });
    for (const [operation, a, b] of asked) {
      expect([undefined, said.get(`${operation} ${a.id} ${b.id}`)]).toContain(memory.get(operation, a, b));
    }
  }));
});

test('operands in another order, and other operations, are other questions', () => {
  const memory = new Memory<string>();
  memory.set(0, { id: 1 }, { id: 2 }, 'first');
  expect([memory.get(0, { id: 2 }, { id: 1 }), memory.get(1, { id: 1 }, { id: 2 }), memory.get(0, { id: 1 }, { id: 2 })])
    .toEqual([undefined, undefined, 'first']);
});

test('memory has an end, and most of what fits is kept', () => {
  const memory = new Memory<number>();
  for (let id = 0; id < 2 ** 20; id++) { memory.set(0, { id }, { id: 7 }, id); }
  expect(memory.size).toBeLessThanOrEqual(2 ** 18);
  const small = new Memory<number>();
  for (let id = 0; id < 10_000; id++) { small.set(0, { id }, { id: 7 }, id); }
  let kept = 0;
  for (let id = 0; id < 10_000; id++) { if (small.get(0, { id }, { id: 7 }) === id) { kept++; } }
  expect(kept).toBeGreaterThan(6_000);
});
