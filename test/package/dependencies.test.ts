import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

interface Package {
  readonly license: string;
  readonly dependencies: { readonly [name: string]: string };
  readonly peerDependencies: { readonly [name: string]: string };
  readonly devDependencies: { readonly [name: string]: string };
  readonly bundledDependencies: readonly string[];
}

function packageOf(folder: string): Package {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Package;
}

/** The bytes of a package, without those of packages in it. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== 'node_modules').map(entry => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sizeOf(path) : statSync(path).size;
  }).reduce((a, b) => a + b, 0);
}

const ours = packageOf('.');
const all = { ...ours.devDependencies, ...ours.dependencies, ...ours.peerDependencies };
const sections = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8').split(/^## /m).slice(1);
const rows = sections.flatMap(section => [...section.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\) \| (\S+) \| (\S+) \| ([\d.]+) MB \| ([^|]+)\|/gm)]
  .map(([, name, link, version, licence, size, reason]) => ({ name, link, version, licence, size: Number(size), reason: reason.trim(), section: section.split('\n')[0] })));

describe('docs/dependencies.md', () => {
  test('has a row for each package of package.json, and for no other', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(all).sort());
  });
  test('has the version that is asked for, and the licence that the package says', () => {
    expect(rows.map(({ name, version, licence, link }) => ({ name, version, licence, link }))).toEqual(rows.map(({ name }) => ({
      name, version: all[name], licence: packageOf(join('node_modules', name)).license, link: `https://www.npmjs.com/package/${name}`,
    })));
  });
  test('puts each where it belongs', () => {
    const in_ = (title: string) => rows.filter(({ section }) => section === title).map(({ name }) => name).sort();
    expect(in_('What your app has')).toEqual(Object.keys(ours.peerDependencies).sort());
    expect(in_('What is bundled')).toEqual([...ours.bundledDependencies].sort());
    expect(Object.keys(ours.dependencies).sort()).toEqual([...ours.bundledDependencies].sort());
  });
  test('is about right in sizes of what users get, and has a reason for everything', () => {
    for (const { name, size, section } of rows.filter(one => one.section !== 'What it is made with')) {
      expect([section, name, Math.abs(sizeOf(join(ROOT, 'node_modules', name)) / 1e6 - size) < 0.3 + size / 5]).toEqual([section, name, true]);
    }
    expect(rows.filter(({ reason }) => reason.length < 4)).toEqual([]);
  });
});

test('THIRD-PARTY-NOTICES has the licence of every package that is bundled, as it is installed: npm run notices', () => {
  expect(() => execFileSync(process.execPath, [join(ROOT, 'scripts/package/notices.mjs'), '--check'], { stdio: 'pipe' })).not.toThrow();
  const notices = readFileSync(join(ROOT, 'THIRD-PARTY-NOTICES'), 'utf8');
  for (const name of ours.bundledDependencies) { expect(notices).toContain(`https://www.npmjs.com/package/${name}\n`); }
  expect(existsSync(join(ROOT, 'LICENSE'))).toBe(true);
});

test('Construct Hub will take the package: a keyword, a licence, a jsii section, and cdk8s among its peers', () => {
  const { keywords, license, jsii } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { keywords: string[]; license: string; jsii: object };
  expect(keywords).toEqual(expect.arrayContaining(['cdk', 'cdk8s', 'istio', 'kubernetes', 'service-mesh', 'security']));
  expect(license).toBe('Apache-2.0');
  expect(jsii).toBeDefined();
  expect(Object.keys(ours.peerDependencies)).toEqual(expect.arrayContaining(['cdk8s', 'constructs']));
});
