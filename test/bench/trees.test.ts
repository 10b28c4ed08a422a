import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { bare } from '../../bench/trees/bare';
import { byHand } from '../../bench/trees/by-hand';
import { ours } from '../../bench/trees/ours';
import { loadManifests } from '../../src/cli/load-manifests';
import type { Json } from '../../src/private/rendering';

const COUNT = 60;
/** Kinds of which cdk8s-plus has views of its own. */
const BY_CDK8S_PLUS = new Set(['Deployment', 'Service', 'ServiceAccount', 'Namespace']);
const folder = mkdtempSync(join(tmpdir(), 'trees-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, build: (outdir: string) => App): ReadonlyMap<string, Json> {
  const outdir = join(folder, name);
  build(outdir).synth();
  // Reports stand beside the manifests.
  return new Map(loadManifests([outdir]).map(({ object }) => object as Json).filter(({ metadata }) => metadata !== undefined)
    .map(object => [`${object.kind} ${object.kind === 'Namespace' ? '' : object.metadata.namespace}/${object.metadata.name}`, object]));
}

const own = written('ours', outdir => ours(COUNT, outdir));

test('all checks find the mesh that is measured as it should be', () => {
  expect(written('checked', outdir => ours(COUNT, outdir, { proof: true, findings: true }))).toEqual(own);
});

test('a workload has eight objects, a namespace five', () => {
  expect(own.size).toBe(COUNT * 8 + 2 * 5);
});

test('bare objects are the same objects', () => {
  const file = join(folder, 'objects.json');
  writeFileSync(file, JSON.stringify([...own.values()]));
  expect(written('bare', outdir => bare(outdir, file)())).toEqual(own);
});

test('the tree written by hand says the same of access and traffic', () => {
  const hand = written('hand', outdir => byHand(COUNT, outdir));
  expect([...hand.keys()].sort()).toEqual([...own.keys()].sort());
  const said = (object: Json | undefined): unknown => inAnyOrder(object?.spec);
  for (const [name, object] of own) {
    if (!BY_CDK8S_PLUS.has(object.kind as string)) { expect([name, said(hand.get(name))]).toEqual([name, said(object)]); }
  }
});

/** Lists of which the order means nothing here, sorted. */
function inAnyOrder(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(inAnyOrder).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)); }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inAnyOrder(one)]).sort()) : value;
}
