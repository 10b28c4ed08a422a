import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { loadManifests } from '../../src/cli/load-manifests';
import { run } from '../cli/_run';
import { FindingsMode, HttpCall, LeastPrivilegeWorkload, Mesh, MeshReport, ProofMode, SecureNamespace } from 'cdk8s-istio';
import type { MeshProps } from 'cdk8s-istio';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'reports-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An app of two workloads, synthesized. */
function synth(props: MeshProps, outdir = folder, change: (app: App) => void = () => undefined): string[] {
  const app = new App({ outdir });
  new Mesh(app, 'mesh', props);
  const shop = new SecureNamespace(app, 'shop');
  const [web, api] = ['web', 'api'].map(name => new LeastPrivilegeWorkload(shop, name, { image: 'example/app:1', port: 8080 }));
  web.calls.to(api, HttpCall.get('/items/*'));
  change(app);
  app.synth();
  return readdirSync(outdir, { recursive: true }).map(String).filter(file => file.includes('/')).sort();
}

const read = (name: string): string => readFileSync(join(folder, 'mesh', name), 'utf8');

test('nothing is written that is not asked for', () => {
  expect(synth({})).toEqual(['mesh/proof.json']);
});

test('each report is a file beside the manifests, in the folder mesh', () => {
  expect(synth({ reports: Object.values(MeshReport) })).toEqual([
    'mesh/access.json', 'mesh/access.md', 'mesh/findings.json', 'mesh/findings.md',
    'mesh/graph.html', 'mesh/graph.json', 'mesh/graph.mmd', 'mesh/graph.svg', 'mesh/proof.json',
  ]);
  expect(read('access.md')).toContain('| shop/web-v1 | shop/api-v1 | 8080 | GET /items/\\* | mutual TLS<br>AuthorizationPolicy<br>NetworkPolicy |');
  expect(read('findings.md')).toMatch(/^# What is found in the manifests\n\n\d+ objects: 0 errors, 0 warnings, 0 infos\n$/);
  expect(read('graph.svg')).toContain('8080 GET /items/*');
  expect(read('graph.html')).toContain('Content-Security-Policy');
});

test('they tell the same as the commands tell of the manifests', () => {
  synth({ reports: [MeshReport.ACCESS_MARKDOWN, MeshReport.GRAPH_SVG, MeshReport.GRAPH_MERMAID] });
  expect(read('access.md')).toContain(run('access', folder, '--format', 'markdown').out);
  expect(run('graph', folder, '--format', 'mmd').out).toBe(read('graph.mmd').trimEnd());
  expect(run('graph', folder, '--format', 'svg').out).toBe(read('graph.svg').trimEnd());
});

test('they are small and stable enough to be committed', () => {
  synth({ reports: [MeshReport.ACCESS_MARKDOWN, MeshReport.GRAPH_MERMAID] });
  expect(read('access.md')).toMatchSnapshot();
  expect(read('graph.mmd')).toMatchSnapshot();
});

test('the same app writes the same bytes, again and elsewhere', () => {
  synth({ reports: Object.values(MeshReport) });
  const first = Object.values(MeshReport).map(read);
  synth({ reports: [...Object.values(MeshReport), MeshReport.ACCESS_JSON].reverse() });
  expect(Object.values(MeshReport).map(read)).toEqual(first);
});

test('none of them is a manifest to whoever reads the folder, however large', () => {
  synth({});
  const manifests = loadManifests([folder]).length;
  synth({ reports: Object.values(MeshReport) });
  expect(loadManifests([folder])).toHaveLength(manifests);
  writeFileSync(join(folder, 'mesh', 'graph.json'), read('graph.json') + ' '.repeat(17 * 1024 * 1024));
  expect(loadManifests([folder])).toHaveLength(manifests);
  for (const file of ['access.json', 'findings.json', 'proof.json']) {
    expect(JSON.parse(read(file))).toMatchObject({ apiVersion: 'v1', kind: 'List', items: [] });
  }
});

test('of several meshes each has its own folder', () => {
  const files = synth({ reports: [MeshReport.ACCESS_MARKDOWN] }, folder, app => {
    const other = new SecureNamespace(app, 'other');
    new Mesh(other, 'test mesh', { reports: [MeshReport.GRAPH_SVG] });
  });
  expect(files.filter(file => file.endsWith('.md') || file.endsWith('.svg'))).toEqual(['mesh/mesh/access.md', 'mesh/other%2Ftest%20mesh/graph.svg']);
});

test('findings are told whether or not they matter at synth, and change no manifest', () => {
  const manifests = (): string => readFileSync(join(folder, 'shop.k8s.yaml'), 'utf8');
  synth({ proof: ProofMode.OFF, findings: FindingsMode.OFF });
  const before = manifests();
  synth({ proof: ProofMode.OFF, findings: FindingsMode.OFF, reports: [MeshReport.FINDINGS_JSON, MeshReport.ACCESS_JSON] });
  expect(manifests()).toBe(before);
  expect(JSON.parse(read('findings.json'))).toMatchObject({ summary: { errors: 0 } });
  expect(JSON.parse(read('access.json')).rows.length).toBeGreaterThan(1);
});

test('a report that there is none of is an error', () => {
  expect(() => synth({ reports: ['graph.pdf' as MeshReport] })).toThrow(/\[mesh\] report 'graph\.pdf' is not known; use one of 'access\.md', /);
});

test('there is no report of a mesh that does not synthesize', () => {
  expect(() => synth({ trustDomain: 'not a domain', reports: [MeshReport.ACCESS_MARKDOWN] })).toThrow('trust domain');
  expect(readdirSync(folder)).toEqual([]);
});
