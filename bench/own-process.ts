import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { medianOf } from './rounds';

/** What something took in a process of its own, which nothing had warmed up. */
export interface Sample {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Which time counts: what a clock shows, or what processors did, which other work on the machine disturbs less. */
export type Time = 'wall' | 'cpu';

/** What a process prints in its last line that measures itself. */
export interface Told {
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
}

/** What node needs to run a script of this folder: compiled as this one is, or from its source. */
export function scriptOf(name: string): readonly string[] {
  return __filename.endsWith('.ts') ? ['--import', 'tsx', join(__dirname, `${name}.ts`)] : [join(__dirname, `${name}.js`)];
}

/** Starts a script of this folder that measures itself. */
export function measured(time: Time, script: string, ...args: readonly string[]): Sample {
  const { stdout, status } = spawnSync(process.execPath, [...scriptOf(script), ...args], {
    encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28,
  });
  if (status !== 0) { throw new Error(`${script} ${args.join(' ')} ended with ${status}`); }
  const told = JSON.parse(stdout.trim().split('\n').at(-1)!) as Told;
  return { milliseconds: told[time], megabytes: told.megabytes };
}

/** Measures the work of this process, and prints it for the one that started it. */
export function tell(work: () => unknown): void {
  const [start, before] = [performance.now(), process.cpuUsage()];
  work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const told: Told = { wall, cpu: (user + system) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify(told));
}

/** Takes turns, so that what else the machine does meets all alike; the medians of some rounds. */
export function inTurn<Name extends string>(rounds: number, measures: Readonly<Record<Name, () => Sample>>): Record<Name, Sample> {
  const samples = new Map<string, Sample[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries<() => Sample>(measures)) { samples.set(name, [...samples.get(name) ?? [], measure()]); }
  }
  return Object.fromEntries([...samples].map(([name, all]) => [name, {
    milliseconds: medianOf(all.map(({ milliseconds }) => milliseconds)),
    megabytes: medianOf(all.map(({ megabytes }) => megabytes)),
  }])) as Record<Name, Sample>;
}
