import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const SOURCES = join(__dirname, '..', 'src');

interface Import {
  readonly from: string;
  readonly to: string;
  /** Is it gone once the types are? */
  readonly ofTypes: boolean;
}

const FILES = readdirSync(SOURCES, { recursive: true }).map(String).filter(file => file.endsWith('.ts')).map(file => file.split(sep).join('/')).sort();
const IMPORTS = FILES.flatMap(importsOf);

/** What a file imports of others, both relative to the sources. */
function importsOf(from: string): Import[] {
  const text = readFileSync(join(SOURCES, from), 'utf8');
  return [...text.matchAll(/^(?:import|export) (?<type>type )?(?:(?<names>[^;'"]*?) from )?'(?<path>\.[^']*)';$/gm)].map(({ groups }) => {
    const { type, names = '', path } = groups!;
    const named = /^\{(.*)\}$/s.exec(names.trim())?.[1].split(',').map(name => name.trim()).filter(name => name !== '');
    const ofTypes = type !== undefined || (named !== undefined && named.every(name => name.startsWith('type ')));
    return { from, to: fileAt(from, path), ofTypes };
  });
}

function fileAt(from: string, path: string): string {
  const place = join(SOURCES, dirname(from), path);
  const file = [`${place}.ts`, join(place, 'index.ts')].find(existsSync);
  return relative(SOURCES, file ?? place).split(sep).join('/');
}

/** The first way back to a file that there is, along the given imports. */
function cycleIn(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  imports.forEach(({ from, to }) => next.set(from, [...next.get(from) ?? [], to]));
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): string[] => {
    if (way.includes(file)) { return [...way.slice(way.indexOf(file)), file]; }
    if (done.has(file)) { return []; }
    way.push(file);
    for (const other of next.get(file) ?? []) {
      const cycle = visit(other);
      if (cycle.length > 0) { return cycle; }
    }
    way.pop();
    done.add(file);
    return [];
  };
  return FILES.map(visit).find(cycle => cycle.length > 0) ?? [];
}

function roomOf(file: string): string {
  return file.split('/')[0];
}

test('imports are read', () => {
  expect(IMPORTS.length).toBeGreaterThan(FILES.length);
  expect(IMPORTS.filter(({ to }) => !FILES.includes(to) && !to.startsWith('../'))).toEqual([]);
  expect(cycleIn([{ from: 'index.ts', to: 'mesh/mesh.ts', ofTypes: false }, { from: 'mesh/mesh.ts', to: 'index.ts', ofTypes: false }]))
    .toEqual(['index.ts', 'mesh/mesh.ts', 'index.ts']);
});

test('no file needs itself to be loaded', () => {
  expect(cycleIn(IMPORTS.filter(({ ofTypes }) => !ofTypes))).toEqual([]);
});

test('the analysis reads manifests, and knows no construct', () => {
  // Where an app comes in, it is synthesized; from then on there are manifests.
  const doors = ['analysis/app-manifests.ts', 'analysis/mesh-access.ts', 'analysis/mesh-findings.ts'];
  expect(IMPORTS.filter(({ from, to }) => roomOf(from) === 'analysis' && roomOf(to) !== 'analysis' && !doors.includes(from))).toEqual([]);
  expect(IMPORTS.filter(({ from, to }) => doors.includes(from) && !['analysis', 'private'].includes(roomOf(to)))).toEqual([]);
  const constructs = FILES.filter(file => roomOf(file) === 'analysis' && !doors.includes(file)
    && /from '(?:cdk8s|constructs|cdk8s-plus-27)'/.test(readFileSync(join(SOURCES, file), 'utf8')));
  expect(constructs).toEqual([]);
});

test('what is emitted is not asked of the analysis, which judges it', () => {
  // Those that judge what was emitted, and those that read the manifests of others.
  const judges = ['adopt', 'analysis', 'cli', 'contracts', 'findings', 'guard-rails', 'index.ts', 'learn', 'proof', 'reports', 'source-code', 'testing'];
  expect(IMPORTS.filter(({ from, to, ofTypes }) => roomOf(to) === 'analysis' && !ofTypes && !judges.includes(roomOf(from))).map(({ from, to }) => `${from} asks ${to}`))
    .toEqual(['gateways/gateway-check.ts asks analysis/gateway-conflicts.ts', 'gateways/gateway-check.ts asks analysis/model/index.ts']);
});

test('the command and what it prints are no part of the constructs', () => {
  const outside = ['adopt', 'cli', 'learn', 'source-code'];
  expect(IMPORTS.filter(({ from, to }) => outside.includes(roomOf(to)) && ![...outside, 'index.ts', 'testing'].includes(roomOf(from)))).toEqual([]);
});
