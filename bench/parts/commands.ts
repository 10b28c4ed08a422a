import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Part } from './part';
import { scriptOf } from '../own-process';
import { medians, timed } from '../rounds';
import { ours } from '../trees/ours';

const COMMAND = scriptOf('command');

function runs(...args: readonly string[]): number {
  return timed(() => {
    const { status, error } = spawnSync(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (error !== undefined || (status !== 0 && status !== 1)) { throw new Error(`${args.join(' ')} ended with ${status}`); }
  });
}

/** The command, from its start to its end; files read and all. */
export const commandsPart: Part = async ({ options: { rounds, workloads }, folder, results }) => {
  console.log(`the command, on ${workloads} workloads`);
  const [older, newer] = [join(folder, 'older'), join(folder, 'newer')];
  ours(workloads, older).synth();
  ours(workloads, newer, { newcomer: true }).synth();
  const started = await medians(rounds, { nothing: () => runs('-e', '0'), version: () => runs(...COMMAND, '--version') });
  results.note({ part: 'commands', name: 'node that does nothing', milliseconds: started.nothing });
  results.note({ part: 'commands', name: 'the command that says its version', milliseconds: started.version });
  results.ratio('milliseconds until the command has started, above those of node', started.version - started.nothing, { atMost: 150 });
  const took = await medians(Math.min(2, rounds), {
    access: () => runs(...COMMAND, 'access', older),
    check: () => runs(...COMMAND, 'check', older),
    diff: () => runs(...COMMAND, 'diff', older, newer),
    graph: () => runs(...COMMAND, 'graph', older, '-o', join(folder, 'mesh.json')),
  });
  for (const [name, milliseconds] of Object.entries(took)) { results.note({ part: 'commands', name, workloads, milliseconds }); }
};
