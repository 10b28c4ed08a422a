import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = resolve(__dirname, '../..');
const PAGES = ['README.md', ...['docs', 'docs/constructs'].flatMap(folder =>
  readdirSync(join(ROOT, folder)).filter(file => file.endsWith('.md')).sort().map(file => `${folder}/${file}`))];

interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

const BLOCKS: Block[] = PAGES.flatMap(page =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language, text]) => ({ page, language, text })));
const CODE = BLOCKS.filter(({ language }) => language === 'ts').map((block, i) => ({ ...block, name: `block-${i}` }));

// Inside of the project, so that the library and cdk8s are found as in an example.
const FOLDER = (() => {
  mkdirSync(join(ROOT, '.work'), { recursive: true });
  return mkdtempSync(join(ROOT, '.work', 'docs-'));
})();
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Runs every block in one process, each as an app with a folder of its own; what a block throws is told in its folder. */
const RUNNER = `
  import { mkdirSync, writeFileSync } from 'node:fs';
  import { join } from 'node:path';
  for (const name of process.argv.slice(2)) {
    const outdir = join(__dirname, name);
    mkdirSync(outdir, { recursive: true });
    process.env.CDK8S_OUTDIR = outdir;
    try {
      require(join(__dirname, name + '.ts'));
    } catch (error) {
      writeFileSync(join(outdir, 'error'), error instanceof Error ? error.stack ?? error.message : String(error));
    }
  }
`;

/** What a block has written; an error if it has thrown one. */
function written(name: string): Record<string, any>[] {
  const outdir = join(FOLDER, name);
  if (readdirSync(outdir).includes('error')) {
    throw new Error(readFileSync(join(outdir, 'error'), 'utf8'));
  }
  return readdirSync(outdir).filter(file => file.endsWith('.yaml')).flatMap(file => parseAllDocuments(readFileSync(join(outdir, file), 'utf8')).map(document => document.toJS()));
}

beforeAll(() => {
  for (const { name, text } of CODE) {
    writeFileSync(join(FOLDER, `${name}.ts`), text);
  }
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify({
    extends: '../../examples/tsconfig.json',
    compilerOptions: {
      rootDir: '../..',
      paths: { 'cdk8s-istio': ['../../src/index.ts'], 'cdk8s-istio/testing': ['../../src/testing/index.ts'] },
    },
    include: ['block-*.ts'],
  }));
  writeFileSync(join(FOLDER, 'runner.ts'), RUNNER);
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules/.bin/tsx'), '--tsconfig', join(ROOT, 'examples/tsconfig.json'), join(FOLDER, 'runner.ts'), ...CODE.map(({ name }) => name),
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
}, 120_000);

test('there is code in the README and in the guides', () => {
  expect(CODE.map(({ page }) => page)).toEqual(expect.arrayContaining(['README.md', 'docs/calls.md', 'docs/escape-hatches.md']));
});

test('every block of code in README and docs compiles', () => {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  expect(spawnSync(process.execPath, [tsc, '-p', FOLDER], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
}, 120_000);

test.each(CODE)('a block of code in $page ($name) runs and synthesizes', ({ name }) => {
  expect(written(name).length).toBeGreaterThan(0);
});

test('the README shows what its code really makes', () => {
  const readme = CODE.find(({ page }) => page === 'README.md')!;
  const made = written(readme.name);
  const shown = BLOCKS.filter(({ page, language }) => page === 'README.md' && language === 'yaml')
    .flatMap(({ text }) => parseAllDocuments(text).map(document => document.toJS()));
  expect(shown).toHaveLength(3);
  for (const { kind, metadata, spec } of shown) {
    const real = made.find(object => object.kind === kind && object.metadata.name === metadata.name)!;
    expect({ kind, metadata, spec }).toEqual({ kind, metadata: { name: real.metadata.name, namespace: real.metadata.namespace }, spec: real.spec });
  }
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(`writes ${made.length} objects`);
});

/** What stands in every app: kinds that a SecureNamespace and a LeastPrivilegeWorkload emit. */
const COMMON = ['AuthorizationPolicy', 'Deployment', 'Namespace', 'NetworkPolicy', 'PeerAuthentication', 'Service', 'ServiceAccount', 'Sidecar'];
const CONSTRUCTS = CODE.filter(({ page }) => page.startsWith('docs/constructs/'));

/** The section of a page that says what a construct emits. */
function emitsOf(page: string): string {
  return /^## What it emits\n([\s\S]*?)^## /m.exec(readFileSync(join(ROOT, page), 'utf8'))![1];
}

function titleOf(page: string): string {
  return /^# (.*)$/m.exec(readFileSync(join(ROOT, page), 'utf8'))![1];
}

test.each(CONSTRUCTS)('$page says what its code emits', ({ page, name, text }) => {
  const kinds = new Set(written(name).map(({ kind }) => String(kind)));
  const used = CONSTRUCTS.filter(other => titleOf(other.page).split(' and ').some(title => new RegExp(`\\b${title}\\b`).test(text)));
  const told = used.map(other => emitsOf(other.page)).join('\n');
  expect([...kinds].filter(kind => !COMMON.includes(kind) && !told.includes(kind))).toEqual([]);

  // What is emitted only sometimes need not be here.
  const rows = emitsOf(page).split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| object') && !/\bonly\b/.test(line));
  expect(rows.flatMap(row => row.split('|')[1].split(/,| or /).map(kind => kind.trim())).filter(kind => !kinds.has(kind))).toEqual([]);
});
