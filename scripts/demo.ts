import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** What the demo reads of a manifest. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: { readonly selector?: { readonly matchLabels?: Record<string, string> }; readonly rules?: Rule[] };
}

interface Rule {
  readonly from?: { readonly source: { readonly principals?: string[] } }[];
  readonly to?: { readonly operation: { readonly methods?: string[]; readonly paths?: string[]; readonly ports?: string[] } }[];
}

/** Synthesizes as a user does, with the cdk8s command. */
function synthesize(folder: string, output: string, reports: string, app?: string): void {
  const command = ['synth', '--output', output, ...app ? ['--app', app] : []];
  const result = spawnSync('cdk8s', command, {
    cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, CDK8S_ISTIO_REPORTS: reports },
  });
  if (result.status !== 0) {
    process.exit(result.status ?? 1);
  }
}

/** Manifests as they were written: what is printed is read back, not remembered. */
function read(folder: string): Manifest[] {
  return readdirSync(folder).filter(file => file.endsWith('.yaml')).sort().flatMap(file =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(document => document.toJS() as Manifest));
}

/** What the synth proved of its own output, if it did. */
interface ProofFile {
  readonly meshes: {
    readonly verdict: string;
    readonly workloads: number;
    readonly calls: number;
    readonly judged: string[];
    readonly assumptions: string[];
  }[];
}

function verdictOf(folder: string): string {
  const { meshes } = JSON.parse(readFileSync(join(folder, 'proof.json'), 'utf8')) as ProofFile;
  return meshes.map(({ verdict, workloads, calls, judged, assumptions }) => [
    `Proof: ${verdict}. ${calls} declared calls come through, and nothing else reaches ${workloads} workloads.`,
    `  Each judged alone: ${judged.join('; ') || 'nothing, since no mechanism is enforced'}.`,
    '  Taken for granted:',
    ...assumptions.map(assumption => `  - ${assumption}`),
  ].join('\n')).join('\n');
}

function table(header: string[], rows: string[][]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map(row => row[i].length)));
  return [header, ...rows].map(row => '  ' + row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()).join('\n');
}

function madeBy(manifests: Manifest[]): string[][] {
  const counts = new Map<string, number>();
  for (const { kind, metadata } of manifests) {
    const key = `${kind === 'Namespace' ? metadata.name : metadata.namespace} ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort().map(([key, count]) => [...key.split(' '), String(count)]);
}

/** `cluster.local/ns/bookinfo/sa/productpage` as people say it. */
function nameOf(principal: string): string {
  const [, , namespace, , account] = principal.split('/');
  return `${namespace}/${account}`;
}

function whoMayCallWhom(manifests: Manifest[]): string[][] {
  return manifests.filter(({ kind }) => kind === 'AuthorizationPolicy').flatMap(({ metadata, spec }) =>
    (spec?.rules ?? []).flatMap(rule => (rule.from ?? []).flatMap(from => (from.source.principals ?? []).flatMap(principal =>
      (rule.to ?? []).map(({ operation }) => [
        nameOf(principal),
        `${metadata.namespace}/${spec?.selector?.matchLabels?.app ?? '*'}:${operation.ports?.join(',') ?? '*'}`,
        operation.methods?.join(', ') ?? 'any',
        operation.paths?.join(', ') ?? 'any',
      ])))));
}

const upstream = process.argv.includes('--upstream');
const unknown = process.argv.slice(2).filter(argument => argument !== '--upstream');
if (unknown.length > 0) {
  console.error(`demo: '${unknown[0]}' is no option; the only one is --upstream.`);
  process.exit(2);
}
const folder = resolve(__dirname, '../examples/bookinfo');
const output = upstream ? 'dist-upstream' : 'dist';
const reports = mkdtempSync(join(tmpdir(), 'reports-'));
synthesize(folder, output, reports, upstream ? 'tsx --tsconfig ../tsconfig.json upstream.ts' : undefined);
const manifests = read(join(folder, output));

console.log(`Wrote ${manifests.length} objects to examples/bookinfo/${output}/\n`);
console.log(table(['namespace', 'kind', 'objects'], madeBy(manifests)));
const access = whoMayCallWhom(manifests);
console.log('\nWho may call whom, by the AuthorizationPolicies:\n');
console.log(access.length > 0 ? table(['caller', 'callee', 'methods', 'paths'], access)
  : '  anybody everything: upstream has no policy.');
if (!upstream) {
  console.log(`\n${verdictOf(reports)}`);
}
rmSync(reports, { recursive: true });
