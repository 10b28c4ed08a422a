import fc from 'fast-check';
import { transpile } from 'typescript';
import type { Code } from '../../src/source-code';
import { call, create, imported, invoke, member, run, SourceFile, variable } from '../../src/source-code';

/** What the text does, as Node would run it. */
function runText(file: SourceFile, modules: { readonly [module: string]: unknown }): void {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function('require', 'exports', transpile(file.toString(), { module: 1 as never, target: 9 as never }))((module: string) => modules[module], {});
}

/** A module that remembers what it is handed. */
function recorder() {
  const seen: unknown[] = [];
  class Thing {
    public readonly inner = {
      tell: (...args: unknown[]): void => { seen.push(['told', this.number, ...args]); },
      toJSON: () => ['inner', this.number],
    };
    private readonly number: unknown;
    public constructor(...args: unknown[]) {
      this.number = args[0];
      seen.push(['made', ...args]);
    }
    public toJSON(): unknown { return ['thing', this.number]; }
  }
  return { seen, module: { Thing, note: (...args: unknown[]) => { seen.push(args); } } };
}

const word = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(
  '__proto__', 'constructor', 'a-b', "it's", '"', '\'"', '\\', '\n', 'a\nb\n', '\u2028', '\ud800', '8080', '08', '-1', 'class', '名', '`${x}`', '*/', '\u202e',
));
const json = fc.letrec<{ value: Code }>(tie => ({
  value: fc.oneof(
    { maxDepth: 5 }, word, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }), fc.dictionary(word, tie('value'), { maxKeys: 5 }),
  ),
})).value;

test('every value survives being written', () => {
  fc.assert(fc.property(json, value => {
    const file = new SourceFile();
    file.add(call(imported('example', 'note'), value));
    const { seen, module } = recorder();
    runText(file, { example: module });
    expect(seen).toEqual([[value]]);
  }), { numRuns: 300 });
});

test('what is run does what the text does', () => {
  fc.assert(fc.property(fc.array(json, { minLength: 1, maxLength: 5 }), values => {
    const file = new SourceFile();
    const made = values.map((value, i) => file.declare(`a ${i}`, create(imported('example', 'Thing'), i, value)));
    for (const one of made) { file.add(invoke(member(one, 'inner'), 'tell', made[0], { to: one, also: [one] })); }
    const [text, data] = [recorder(), recorder()];
    runText(file, { example: text.module });
    const constants = run(file, { example: data.module });
    expect(JSON.stringify(data.seen)).toEqual(JSON.stringify(text.seen));
    expect(data.seen).toHaveLength(2 * values.length);
    expect(made.map(one => constants.get(one))).toEqual(made.map(() => expect.any(data.module.Thing)));
  }), { numRuns: 100 });
});

test('a statement can be passed over', () => {
  const file = new SourceFile();
  file.add(call(imported('example', 'note'), 1));
  const last = file.add(call(imported('example', 'note'), 2));
  const { seen, module } = recorder();
  run(file, { example: module }, [last]);
  expect(seen).toEqual([[1]]);
});

test('what is not there is told', () => {
  const of = (expression: Parameters<SourceFile['add']>[0]) => {
    const file = new SourceFile();
    file.add(expression);
    return () => run(file, { example: recorder().module });
  };
  expect(of(create(imported('example', 'Nothing')))).toThrow("module 'example' exports no 'Nothing'");
  expect(of(create(imported('other', 'Thing')))).toThrow("module 'other' exports no 'Thing'");
  expect(of(invoke(create(imported('example', 'Thing')), 'nothing'))).toThrow("there is no method 'nothing'");
  expect(of(call(imported('example', 'note'), variable('x')))).toThrow("'x' is used before it is declared");
});
