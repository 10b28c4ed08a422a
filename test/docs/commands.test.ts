import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../../src/cli/command-table';
import { readCommandLine } from '../../src/cli/read-command-line';

const ROOT = join(__dirname, '../..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync(join(ROOT, 'docs'), { recursive: true })
  .map(file => join('docs', String(file))).filter(file => file.endsWith('.md') && !file.startsWith(join('docs', 'rules'))).sort()];

/** What is typed in a page's blocks of a console: what stands behind the prompt, lines that go on put together. */
function typedIn(page: string): string[] {
  const blocks = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, text]) => text.replace(/\\\n\s*/g, ' '));
  return blocks.flatMap(text => [...text.matchAll(/^\$ (.*)$/gm)].map(([, line]) => line));
}

/** The words of our command in a line of a shell; undefined where it is not run. */
function wordsOf(line: string): string[] | undefined {
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare);
  const start = words.findIndex((word, i) => word === 'cdk8s-istio' && (i === 0 || ['npx', '|', '&&'].includes(words[i - 1])));
  if (start < 0) { return undefined; }
  const rest = words.slice(start + 1);
  const end = rest.findIndex(word => ['#', '|', '>', '&&', ';'].includes(word));
  return end < 0 ? rest : rest.slice(0, end);
}

const LINES = PAGES.flatMap(page => typedIn(page).map(line => ({ page, line, words: wordsOf(line) })));
const OURS = LINES.flatMap(({ page, line, words }) => (words === undefined ? [] : [{ page, line, words }]));

test('pages show every command, in many ways', () => {
  expect(new Set(OURS.map(({ words }) => words[0]))).toEqual(new Set([...COMMANDS.map(({ declaration }) => declaration.name).filter(name => name !== 'completion'), 'help']));
  expect(OURS.length).toBeGreaterThan(20);
});

test.each(OURS)('$page: the command understands "$line"', ({ words: [name, ...args] }) => {
  if (name === 'help') { return; }
  const command = COMMANDS.find(({ declaration }) => declaration.name === name);
  expect(() => readCommandLine(command!.declaration, args)).not.toThrow();
});

test('a line that the command would not understand is noticed', () => {
  const [name, ...args] = wordsOf('npx cdk8s-istio access dist --nothing-of-it | less')!;
  expect([name, ...args]).toEqual(['access', 'dist', '--nothing-of-it']);
  expect(() => readCommandLine(COMMANDS.find(({ declaration }) => declaration.name === name)!.declaration, args)).toThrow('--nothing-of-it');
});

test('every task that pages tell to run is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const told = PAGES.flatMap(page => [...readFileSync(join(ROOT, page), 'utf8').matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name]) => name));
  expect(told.length).toBeGreaterThan(5);
  expect([...new Set(told)].filter(name => !(name in scripts))).toEqual([]);
});
