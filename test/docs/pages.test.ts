import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Construct } from 'constructs';
import * as library from '../../src';

const ROOT = join(__dirname, '../..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'API.md', ...pagesBelow('docs')];
const INDEX = read('docs/README.md');

function pagesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true }).map(file => join(folder, String(file))).filter(file => file.endsWith('.md')).sort();
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** A page without its blocks of code, and without code in its lines. */
function prose(page: string): string {
  return read(page).replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, code => code.replace(/[[\]()<]/g, ' '));
}

/** The links to what is in this repository. */
function linksOf(page: string): string[] {
  return [...prose(page).matchAll(/\]\(([^()\s]+)\)/g)].map(([, link]) => link).filter(link => !/^(https?|mailto):/.test(link));
}

const ANCHORS = new Map<string, ReadonlySet<string>>();

/** The anchors that headings of a page get, as GitHub makes them. */
function anchorsOf(page: string): ReadonlySet<string> {
  if (!ANCHORS.has(page)) {
    const seen = new Map<string, number>();
    const names = [...read(page).replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
      const name = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');
      const times = seen.get(name) ?? 0;
      seen.set(name, times + 1);
      return times === 0 ? name : `${name}-${times}`;
    });
    ANCHORS.set(page, new Set(names));
  }
  return ANCHORS.get(page)!;
}

/** What is wrong with a link of a page; nothing, if it leads somewhere. */
function brokenLink(page: string, link: string): string | undefined {
  const [path, anchor] = link.split('#', 2);
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(ROOT, target))) {
    return `${page}: ${link} is not there`;
  }
  if (anchor !== undefined && (statSync(join(ROOT, target)).isDirectory() || !anchorsOf(target).has(anchor))) {
    return `${page}: ${link} has no such heading`;
  }
  return undefined;
}

test('every link between pages leads to a page, and to a heading of it', () => {
  const links = PAGES.flatMap(page => linksOf(page).map(link => ({ page, link })));
  expect(links.length).toBeGreaterThan(500);
  expect(links.map(({ page, link }) => brokenLink(page, link)).filter(broken => broken !== undefined)).toEqual([]);
});

test('links that lead nowhere are noticed', () => {
  expect(brokenLink('docs/README.md', 'nowhere.md')).toContain('is not there');
  expect(brokenLink('docs/README.md', 'calls.md#nothing-of-it')).toContain('has no such heading');
  expect(brokenLink('docs/README.md', '../LICENSE')).toBeUndefined();
});

test('every page is linked from the index', () => {
  const linked = new Set(linksOf('docs/README.md').map(link => normalize(join('docs', link.split('#')[0]))));
  const own = PAGES.filter(page => page.startsWith('docs/') && !page.startsWith('docs/rules/') && page !== 'docs/README.md');
  expect(own.filter(page => !linked.has(page))).toEqual([]);
});

const CONSTRUCTS = Object.entries(library as Record<string, unknown>)
  .filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct).map(([name]) => name).sort();

test('every construct has its page in the index', () => {
  expect(CONSTRUCTS.length).toBeGreaterThan(30);
  expect(CONSTRUCTS.filter(name => !new RegExp(`\\[${name}\\]\\([^)]+\\)`).test(INDEX))).toEqual([]);
});

test('every room is named on the page of the architecture', () => {
  const page = read('docs/architecture.md');
  const folders = (folder: string) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name);
  const rows = [...page.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, names]) => names.split(', ').map(name => name.replace(/`/g, ''))).sort();
  expect(rows).toEqual([...folders('src'), ...folders('src/analysis')].sort());
});

describe('a page of a construct', () => {
  const pages = PAGES.filter(page => page.startsWith('docs/constructs/'));
  const sections = ['## What it emits', '## What is refused', '## More'];

  test.each(pages)('%s says what it is for, what it emits and what it refuses', page => {
    const text = read(page);
    const title = /^# (.*)$/m.exec(text)![1];
    expect(title.split(/ and /).filter(name => !CONSTRUCTS.includes(name))).toEqual([]);
    expect(sections.filter(section => !text.includes(`${section}\n`))).toEqual([]);
    expect(text).toMatch(/^```ts$/m);
    expect(linksOf(page).filter(link => link.startsWith('../../API.md#')).length).toBeGreaterThan(0);
  });
});
