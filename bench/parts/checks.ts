import { join } from 'node:path';
import type { Part } from './part';
import { MeshAccess } from '../../src';
import { runCheck } from '../../src/cli/check/run-check';
import { loadManifests } from '../../src/cli/load-manifests';
import { medians, timed } from '../rounds';
import type { OursOptions } from '../trees/ours';
import { ours } from '../trees/ours';
import { CALLS } from '../trees/shape';

/** What proof, table and check take in a process that has done it before, as tests and editors do. */
export const checksPart: Part = async ({ options: { rounds, workloads, checked }, folder, results }) => {
  console.log(`${workloads} workloads with ${workloads * CALLS} calls, in one process`);
  const synthesized = (count: number, options: OursOptions): number => {
    const app = ours(count, join(folder, 'dist'), options);
    return timed(() => app.synth());
  };
  ours(workloads, join(folder, 'mesh')).synth();
  const objects = loadManifests([join(folder, 'mesh')]).map(({ object }) => object);
  const few = Math.max(1, Math.min(3, rounds));
  const one = await medians(few, {
    plain: () => synthesized(workloads, {}),
    proved: () => synthesized(workloads, { proof: true }),
    table: () => timed(() => MeshAccess.fromManifests(objects).table()),
  });
  const note = (name: string, milliseconds: number, count = workloads): void => results.note({ part: 'checks', name, workloads: count, milliseconds });
  note('synthesis without proof', one.plain);
  note('synthesis with proof', one.proved);
  note('access table of the manifests', one.table);
  results.ratio('proof to synthesis', (one.proved - one.plain) / one.plain, { atMost: 1 });
  results.ratio('proof and table to synthesis', (one.proved - one.plain + one.table) / one.plain, { atMost: 1 });
  if (checked === 0) { return; }
  const dist = join(folder, 'checked');
  ours(checked, dist).synth();
  const many = await medians(Math.min(few, 2), {
    plain: () => synthesized(checked, {}),
    check: () => timed(() => runCheck({ paths: [dist] })),
  });
  note('synthesis without proof', many.plain, checked);
  note('check of its files', many.check, checked);
  results.ratio('check to synthesis', many.check / many.plain, { atMost: 0.5 });
};
