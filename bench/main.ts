/*
 * How long synthesis and analysis take, as ratios that are measured in one run: npm run bench
 *
 * Options: --rounds N, --workloads N, --checked N, --large N, --nca N (0 leaves out), --json FILE. Exits with an error
 * where a ratio misses.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAlgebra } from './algebra';
import { CALLS, meshOf } from './mesh';
import { medians, timed } from './rounds';
import { MeshAccess, ProofMode } from '../src';
import { runCheck } from '../src/cli/check/run-check';
import { loadManifests } from '../src/cli/load-manifests';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    workloads: { type: 'string', default: '1000' },
    checked: { type: 'string', default: '5000' },
    large: { type: 'string', default: '10000' },
    nca: { type: 'string', default: '100' },
    json: { type: 'string', default: 'test-reports/bench.json' },
  },
});
const [rounds, workloads, checked, large, few] = [values.rounds, values.workloads, values.checked, values.large, values.nca].map(Number);
/** How many tables of a small mesh are one measurement. */
const REPEATED = 20;
const NCA = join(__dirname, '..', 'conformance', '.venv', 'bin', 'nca');

interface Ratio {
  readonly name: string;
  readonly value: number;
  /** What it has to be: at most, or at least. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const milliseconds: Record<string, number> = {};
const ratios: Ratio[] = [];

function note(name: string, value: number): void {
  milliseconds[name] = Math.round(value);
  console.log(`  ${name}: ${Math.round(value)} ms`);
}

function ratio(one: Ratio): void {
  ratios.push(one);
  const wanted = one.atMost === undefined ? `at least ${one.atLeast}` : `at most ${one.atMost}`;
  console.log(`  ${isGood(one) ? 'ok    ' : 'MISSED'}  ${one.name}: ${one.value.toFixed(2)} (${wanted})`);
}

function isGood({ value, atMost = Infinity, atLeast = 0 }: Ratio): boolean {
  return value <= atMost && value >= atLeast;
}

/** Everything is built anew each time, and only what is asked for is timed. */
function synthesized(count: number, proof: ProofMode): number {
  const app = meshOf(count, join(folder, 'dist'), proof);
  return timed(() => app.synth());
}

/** The objects of a mesh, as its files have them. */
function objectsOf(count: number, newcomer = false): unknown[] {
  const dist = join(folder, 'objects');
  meshOf(count, dist, ProofMode.OFF, newcomer).synth();
  return loadManifests([dist]).map(({ object }) => object);
}

/** The whole table, of objects that nobody has read before. */
function table(objects: unknown[]): number {
  return timed(() => MeshAccess.fromManifests(objects).table());
}

/** The same of an app, which is rendered once more for it. */
function tableOfApp(count: number): number {
  const app = meshOf(count, join(folder, 'dist'), ProofMode.OFF);
  return timed(() => MeshAccess.fromApp(app).table());
}

function difference(before: unknown[], after: unknown[]): number {
  return timed(() => MeshAccess.fromManifests(after).changesSince(MeshAccess.fromManifests(before)));
}

async function synthesis(): Promise<void> {
  console.log(`${workloads} workloads, ${workloads * CALLS} calls`);
  const objects = objectsOf(workloads);
  const result = await medians(rounds, {
    plain: () => synthesized(workloads, ProofMode.OFF),
    proved: () => synthesized(workloads, ProofMode.ERROR),
    table: () => table(objects),
    tableOfApp: () => tableOfApp(workloads),
  });
  note('synthesis without proof', result.plain);
  note('synthesis with proof', result.proved);
  note('access table of the manifests', result.table);
  note('access table of the app, which is rendered once more', result.tableOfApp);
  ratio({ name: 'proof to synthesis', value: (result.proved - result.plain) / result.plain, atMost: 1 });
  ratio({ name: 'proof and table to synthesis', value: (result.proved - result.plain + result.table) / result.plain, atMost: 1 });
}

async function differences(): Promise<void> {
  console.log(`two versions of ${workloads} workloads, and of a fifth of them`);
  const [older, newer] = [objectsOf(workloads), objectsOf(workloads, true)];
  const fifth = objectsOf(Math.ceil(workloads / 5));
  const plaintext = fifth.filter(object => (object as { readonly kind?: string }).kind !== 'PeerAuthentication');
  const result = await medians(Math.min(rounds, 2), {
    one: () => difference(older, newer),
    every: () => difference(fifth, plaintext),
  });
  note('what one new workload changes', result.one);
  note('what changes for a fifth of them without STRICT', result.every);
}

/** What `cdk8s-istio check` does: reading the files, all rules, and the lines of what they find. */
async function checking(): Promise<void> {
  console.log(`${checked} workloads, checked`);
  const dist = join(folder, 'checked');
  meshOf(checked, dist, ProofMode.OFF).synth();
  const result = await medians(Math.min(rounds, 2), {
    plain: () => synthesized(checked, ProofMode.OFF),
    check: () => timed(() => runCheck({ paths: [dist] })),
  });
  note('synthesis without proof', result.plain);
  note(`check of its ${runCheck({ paths: [dist] }).objects} objects`, result.check);
  ratio({ name: 'check to synthesis', value: result.check / result.plain, atMost: 0.5 });
}

async function growth(): Promise<void> {
  console.log(`${large} workloads beside ${workloads}`);
  const result = await medians(Math.min(rounds, 2), {
    small: () => synthesized(workloads, ProofMode.ERROR) + tableOfApp(workloads),
    large: () => synthesized(large, ProofMode.ERROR) + tableOfApp(large),
  });
  note('synthesis with proof, and table', result.small);
  note('the same of the larger mesh', result.large);
  ratio({ name: 'time of a workload among more to that among fewer', value: (result.large / large) / (result.small / workloads), atMost: 1.2 });
}

async function besideNca(): Promise<void> {
  console.log(`${few} workloads beside network-config-analyzer`);
  if (!existsSync(NCA)) {
    console.log('  left out: it is not installed; conformance/network-config-analyzer/run.sh installs it');
    return;
  }
  const dist = join(folder, 'nca');
  meshOf(few, dist).synth();
  const objects = loadManifests([dist]).map(({ object }) => object);
  // Many in a row, with the garbage that they leave to each other.
  const ours = (): number => timed(() => { for (let i = 0; i < REPEATED; i++) { MeshAccess.fromManifests(objects).table(); } }) / REPEATED;
  // Once is enough of what takes so long, between two of our own measurements.
  const before = await medians(rounds, { ours });
  const nca = timed(() => execFileSync(NCA, ['--connectivity', '--resource_list', dist, '--output_format', 'txt_no_fw_rules', '--output_endpoints', 'pods'], {
    stdio: 'ignore', maxBuffer: 2 ** 28,
  }));
  const after = await medians(rounds, { ours });
  const one = (before.ours + after.ours) / 2;
  note('network-config-analyzer, its connectivity', nca);
  note('our access table of the same objects', one);
  ratio({ name: 'network-config-analyzer to us', value: nca / one, atLeast: 1000 });
}

async function run(): Promise<void> {
  await synthesis();
  await differences();
  if (checked > 0) { await checking(); }
  if (large > 0) { await growth(); }
  if (few > 0) { await besideNca(); }
  measureAlgebra();
  rmSync(folder, { recursive: true });
  mkdirSync(dirname(values.json), { recursive: true });
  const good = ratios.every(isGood);
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, cpu: cpus()[0]?.model, rounds, milliseconds, ratios, good }, undefined, 2)}\n`);
  console.log(`${ratios.filter(isGood).length} of ${ratios.length} ratios are as they have to be; written to ${values.json}`);
  process.exitCode = good ? 0 : 1;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
