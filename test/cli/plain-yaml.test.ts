import '../_seed';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { parseAnyYaml, parseManifests } from '../../src/cli/parse-manifests';
import { readPlainYaml } from '../../src/cli/plain-yaml';

/** What either parser makes of a text, or that it refuses it. */
function outcome(parse: () => unknown): unknown {
  try {
    return parse();
  } catch (error) {
    return (error as Error).message;
  }
}

function expectAlike(text: string): void {
  expect(outcome(() => parseManifests('f.yaml', text))).toEqual(outcome(() => parseAnyYaml('f.yaml', text)));
}

/** Words that parsers of YAML read differently, if any. */
const TRICKY = [
  'yes', 'no', 'on', 'off', 'true', 'True', 'TRUE', 'null', 'Null', '~', '', '0', '-0', '+1', '010', '0o17', '0x1F', '0b11', '1_000', '1e3', '1.5E-3', '.5', '1.', '.inf', '-.INF', '.nan',
  '2024-01-01', '12:30:45', '1.30', '=', '<<', 'a: b', 'a #b', '#', '- a', '? a', '"q"', "'q'", '{', '[', ']', '}', ',', '|', '>', '%', '@', '`', '---', '...', 'é', '\u2028', 'x'.repeat(90), ' lead', 'trail ', 'two\nlines', 'two\n\nlines\n', '\ttab', '\\n',
];

describe('plain YAML is read as the parser with positions reads it', () => {
  test.each(TRICKY.map(word => [JSON.stringify(word), word]))('a value of %s, as it stands and in quotes', (_, word) => {
    expectAlike(`kind: A\nvalue: ${word}\n`);
    expectAlike(`kind: A\n${word}: value\n`);
    expectAlike(`kind: A\nlist: [${word}, b]\n`);
    expectAlike(`kind: A\ntext: |\n  ${word}\n  more\n`);
    expectAlike(stringify({ kind: 'A', value: word, list: [word], [word]: 1 }));
  });

  test('any object that is printed', () => {
    const scalar = fc.oneof(fc.constantFrom(...TRICKY), fc.string(), fc.double({ noNaN: true }), fc.integer(), fc.boolean(), fc.constant(null));
    const json = fc.letrec(tie => ({
      node: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('node'), { maxLength: 4 }), fc.dictionary(fc.oneof(fc.constantFrom(...TRICKY), fc.string()), tie('node'), { maxKeys: 4 })),
    })).node;
    fc.assert(fc.property(fc.array(fc.record({ kind: fc.constant('A'), body: json }), { minLength: 1, maxLength: 3 }), fc.boolean(), (objects, flow) => {
      expectAlike(objects.map(object => stringify(object, { lineWidth: 40, collectionStyle: flow ? 'flow' : 'any' })).join('---\n'));
    }), { numRuns: 500 });
  });

  test('any text at all', () => {
    const piece = fc.constantFrom(...TRICKY, 'kind: A\n', 'a:\n', '  b: ', '\n', '---\n', '--- \n', '--- x\n', '---#\n', '# c\n', '- ', '&x ', '*x', '!t ', ': ', 'kind: List\nitems:\n', '\r\n');
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), pieces => expectAlike(pieces.join(''))), { numRuns: 3000 });
  });

  test.each([
    ['an empty text', ''],
    ['only a comment', '# nothing\n'],
    ['documents that are empty', '---\n---\n# c\n---\nkind: A\n---\n'],
    ['comments before the content', '# one\n\n---\n# two\n\nkind: A\n---\n\nkind: B\n'],
    ['a text with three dashes in it', 'kind: A\ntext: |\n  a\n---\nkind: B\n'],
    ['a key that comes twice', 'kind: A\nkind: B\n'],
    ['windows\' ends of lines', 'kind: A\r\n---\r\nkind: B\r\n'],
    ['a mark of byte order', '\ufeffkind: A\n'],
  ])('%s', (_, text) => expectAlike(text));
});

test('what we write is plain', () => {
  const snapshot = readFileSync(join(__dirname, '../analysis/findings/rules/MESH0440/bad.yaml'), 'utf8');
  expect(readPlainYaml(snapshot)).toHaveLength(2);
});
