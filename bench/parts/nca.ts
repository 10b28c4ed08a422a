import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './part';
import { MeshAccess } from '../../src';
import { loadManifests } from '../../src/cli/load-manifests';
import type { Results } from '../results';
import { medians, timed } from '../rounds';
import { ours } from '../trees/ours';

/** Many tables of a small mesh are one measurement, with the garbage that they leave to each other. */
const REPEATED = 50;

/**
 * Who may reach whom, as network-config-analyzer tells it of the same files. Ours is measured twice: from the files, as its
 * command does, and of objects that were read already, without what a process takes to start.
 */
export const ncaPart: Part = async ({ options: { nca, rounds, root }, folder, results }) => {
  const program = join(root, 'conformance', '.venv', 'bin', 'nca');
  if (!existsSync(program)) {
    console.log('network-config-analyzer is left out: it is not installed; conformance/network-config-analyzer/run.sh installs it');
    return;
  }
  // Half of them show how the time of each grows.
  for (const count of [Math.ceil(nca / 2), nca]) { await compared(program, count, Math.min(3, rounds), folder, results, count === nca); }
};

async function compared(program: string, count: number, rounds: number, folder: string, results: Results, isHeld: boolean): Promise<void> {
  console.log(`${count} workloads beside network-config-analyzer`);
  const dist = join(folder, 'nca');
  ours(count, dist).synth();
  const objects = loadManifests([dist]).map(({ object }) => object);
  const measure = (): Promise<{ read: number; table: number }> => medians(rounds, {
    read: () => timed(() => { for (let i = 0; i < REPEATED; i++) { loadManifests([dist]); } }) / REPEATED,
    table: () => timed(() => { for (let i = 0; i < REPEATED; i++) { MeshAccess.fromManifests(objects).table(); } }) / REPEATED,
  });
  // Once is enough of what takes so long, between two of our own measurements.
  const before = await measure();
  const theirs = timed(() => execFileSync(program, ['--connectivity', '--resource_list', dist, '--output_format', 'txt_no_fw_rules', '--output_endpoints', 'pods'], {
    stdio: 'ignore', maxBuffer: 2 ** 28,
  }));
  const after = await measure();
  const [read, table] = [(before.read + after.read) / 2, (before.table + after.table) / 2];
  const note = (name: string, milliseconds: number): void => results.note({ part: 'nca', name, workloads: count, milliseconds });
  note('network-config-analyzer, its connectivity from the files', theirs);
  note('our access table of the objects', table);
  note('reading the files and our access table', read + table);
  results.ratio(`network-config-analyzer to our access table, ${count} workloads`, theirs / table, isHeld ? { atLeast: 1000 } : {});
  results.ratio(`network-config-analyzer to reading and our access table, ${count} workloads`, theirs / (read + table));
}
