import { join } from 'node:path';
import type { Part } from './part';
import { MeshAccess } from '../../src';
import { loadManifests } from '../../src/cli/load-manifests';
import { medians, timed } from '../rounds';
import { ours } from '../trees/ours';

/** What changed between two versions of a mesh. */
export const differencesPart: Part = async ({ options: { rounds, workloads }, folder, results }) => {
  console.log(`two versions of ${workloads} workloads, and of a fifth of them`);
  const objectsOf = (count: number, newcomer = false): unknown[] => {
    const dist = join(folder, 'version');
    ours(count, dist, { newcomer }).synth();
    return loadManifests([dist]).map(({ object }) => object);
  };
  const difference = (before: unknown[], after: unknown[]): number =>
    timed(() => MeshAccess.fromManifests(after).changesSince(MeshAccess.fromManifests(before)));
  const [older, newer] = [objectsOf(workloads), objectsOf(workloads, true)];
  const fifth = objectsOf(Math.ceil(workloads / 5));
  const plaintext = fifth.filter(object => (object as { readonly kind?: string }).kind !== 'PeerAuthentication');
  const took = await medians(Math.min(rounds, 2), { one: () => difference(older, newer), every: () => difference(fifth, plaintext) });
  results.note({ part: 'differences', name: 'what one new workload changes', workloads, milliseconds: took.one });
  results.note({ part: 'differences', name: 'what changes without STRICT', workloads: Math.ceil(workloads / 5), milliseconds: took.every });
};
