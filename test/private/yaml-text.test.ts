import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import fc from 'fast-check';
import { withFasterYaml } from '../../src/private/faster-yaml';
import { Synthesis } from '../../src/private/synthesis';
import { YamlText } from '../../src/private/yaml-text';

const printed = (value: unknown): string => new YamlText(one => Yaml.stringify(one)).document(value);

/** Texts that YAML takes for something else, that must be quoted, or that stand on more than one line. */
const TRICKY = [
  '', ' ', 'a b', 'a: b', 'a:', ':a', 'a #b', 'a#b', '#a', '-', '- a', '-a', '---', '--- a', '...', '%a', '?', '? a', '?a', '&a', '*', '*a', 'a*', '!a', '|', '>',
  "'", '"', "it's", '[', 'a]', '{a}', 'a,b', ',a', '@a', '`a', 'true', 'True', 'TRUE', 'tRUE', 'yes', 'Yes', 'y', 'Y', 'n', 'No', 'on', 'OFF', 'null', 'Null', 'NULL',
  'nULL', '~', '~/*', '<<', '=', '0', '-0', '08', '0o7', '0x1F', '0b1', '1_000', '1e3', 'e3', '.5', '5.', '.inf', '-.Inf', '.nan', 'inf', 'NaN', '12:30', '12:30:45',
  '1:2', '2001-01-01', '2001-01-01 10:00:00', '1.2.3.4/16', '10%', 'a\nb', 'a\n', '\na', ' a', 'a ', '\ta', 'a\tb', 'a\n\nb\n', 'a\n---\nb', 'é', '\u0007', '\u0085',
  '\u2028', '\ud800', '\u{1f600}', 'x'.repeat(90), `${'word '.repeat(40)}end`, '/part-1/*', 'example/service:1', 'a.b.svc.cluster.local', 'k8s.io/a=b', 'spiffe://a/b',
  'a:b', 'a://', '/', 'toJSON', 'constructor',
];

const texts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TRICKY) },
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(...'ay0-.:/*~# "\'\n'), maxLength: 6 }),
);
const leaves = fc.oneof(texts, fc.integer(), fc.double(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.constant(undefined));
const { value: json } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

describe('YAML printed sooner', () => {
  test('is what cdk8s prints, to the byte, whatever is printed', () => {
    fc.assert(fc.property(json, value => { expect(printed(value)).toBe(Yaml.stringify(value)); }), { numRuns: 3000 });
  });

  test.each(TRICKY)('is what cdk8s prints of %j as a value, in a list, and as a key', text => {
    for (const value of [{ a: text }, { a: [text, { b: text }] }, { [text]: 1 }, { a: { [text]: { b: [] } } }, [{ [text]: text }], text]) {
      expect(printed(value)).toBe(Yaml.stringify(value));
    }
  });

  test('refers to what comes twice, as cdk8s does', () => {
    const labels = { app: 'web' };
    const list = ['a'];
    const nothing = {};
    for (const value of [{ a: labels, b: labels }, { a: list, b: [list] }, { a: nothing, b: nothing }, { a: {}, b: {} }]) {
      expect(printed(value)).toBe(Yaml.stringify(value));
    }
    expect(printed({ a: labels, b: labels })).toContain('*a1');
  });

  test('of what is no plain object is what cdk8s makes of it', () => {
    class Special { public readonly a = 1; }
    const values = [
      { a: new Date(0) }, { a: new Map([['b', 1]]) }, { a: new Set([1]) }, { a: new Special() }, { a: Object.create(null) as object },
      { a: { toJSON: () => 'b' } }, { a: 10n }, { [`k${'x'.repeat(2000)}`]: 1 }, [], {}, null,
    ];
    for (const value of values) { expect(printed(value)).toBe(Yaml.stringify(value)); }
  });

  test('is not led astray by what was printed before', () => {
    const printer = new YamlText(one => Yaml.stringify(one));
    for (const value of [{ true: 'true', 8080: '8080' }, { 8080: 'a' }, { a: '8080' }, { a: 'true', true: 8080 }]) {
      expect(printer.document(value)).toBe(Yaml.stringify(value));
    }
  });
});

describe('cdk8s, while it writes', () => {
  const { stringify } = Yaml;

  test('prints with its own printer again, whatever happens', () => {
    expect(withFasterYaml(() => Yaml.stringify)).not.toBe(stringify);
    expect(() => withFasterYaml(() => { throw new Error('an accident'); })).toThrow('an accident');
    expect(Yaml.stringify).toBe(stringify);
  });

  test('prints several documents, and nothing for one that is not there', () => {
    const documents = [{ a: 1 }, undefined, { b: [] }];
    expect(withFasterYaml(() => Yaml.stringify(...documents))).toBe(Yaml.stringify(...documents));
    expect(withFasterYaml(() => Yaml.stringify())).toBe(Yaml.stringify());
  });

  test('is left alone where it prints in another way', () => {
    const other = (): string => 'something new';
    (Yaml as { stringify: unknown }).stringify = other;
    try {
      expect(withFasterYaml(() => Yaml.stringify)).toBe(other);
    } finally {
      (Yaml as { stringify: unknown }).stringify = stringify;
    }
  });

  test('writes the same files of an app of ours and of one without', () => {
    const write = (ours: boolean): string => {
      const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'yaml-')) });
      if (ours) { Synthesis.of(app); }
      const chart = new Chart(app, 'chart');
      const data = Object.fromEntries(TRICKY.map((text, i) => [`key-${i}`, text]));
      new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data });
      app.synth();
      return readFileSync(join(app.outdir, 'chart.k8s.yaml'), 'utf8');
    };
    expect(write(true)).toBe(write(false));
  });
});
