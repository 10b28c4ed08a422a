import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

export interface Comparison {
  /** How many questions were compared. */
  readonly questions: number;
  /** How many of them NCA answers otherwise, and as its documented readings foretell. */
  readonly explained: number;
  /** The readings of NCA's that could make a difference in this world. */
  readonly readings: readonly string[];
  readonly mismatches: readonly string[];
}

/** Worlds that NCA and we are asked about. */
export interface Suite<World, Nca> {
  /** What a question is, for the summary. */
  readonly what: string;
  readonly seed: number;
  readonly worlds: readonly World[];
  ask(world: World, folder: string): Promise<Nca>;
  compare(world: World, nca: Nca): Comparison;
  /** Whether the comparison would notice one wrong answer of ours, and report no more than that. */
  notices(world: World, nca: Nca, at: number): boolean;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const PARALLEL = 2;

/** Asks for as many worlds as there is time for, and says what was seen. */
export async function runSuite<World, Nca>(suite: Suite<World, Nca>, seconds: number): Promise<Tally> {
  const { worlds, seed } = suite;
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'nca-'));
  const results: Comparison[] = [];
  let failed = 0;
  let noticed = 0;
  const unnoticed: number[] = [];
  let next = 0;
  const inTime = (): boolean => Date.now() - started < seconds * 1000;

  async function work(): Promise<void> {
    while (next < worlds.length && inTime()) {
      const i = next;
      next += 1;
      let problems: readonly string[];
      try {
        const nca = await suite.ask(worlds[i], join(folder, String(i)));
        const result = suite.compare(worlds[i], nca);
        results.push(result);
        problems = result.mismatches;
        // Where NCA is known to differ, an answer of ours that is wrong by itself would pass for explained.
        if (problems.length === 0 && result.readings.length === 0) {
          if (suite.notices(worlds[i], nca, i)) noticed += 1;
          else unnoticed.push(i);
        }
      } catch (error) {
        problems = [String(error)];
      }
      if (problems.length === 0) continue;
      failed += 1;
      console.log(`FAILED  case ${i} of seed ${seed}\n  ${problems.slice(0, 20).join('\n  ')}\n${JSON.stringify(worlds[i])}`);
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work));
  rmSync(folder, { recursive: true });

  if (next < worlds.length) console.log(`out of time: ${next} of ${worlds.length} cases tried`);
  const asked = results.reduce((sum, result) => sum + result.questions, 0);
  const explained = results.reduce((sum, result) => sum + result.explained, 0);
  console.log(`seed ${seed}: ${asked} comparisons of ${suite.what} in ${Math.round((Date.now() - started) / 1000)} s; ${explained} differ, as foretold:`);
  const differing = results.filter((result) => result.explained > 0);
  for (const title of [...new Set(differing.flatMap(({ readings }) => readings))].sort()) {
    console.log(`  in ${differing.filter(({ readings }) => readings.includes(title)).length} of these cases: ${title}`);
  }
  console.log(`a wrong answer, put in on purpose, was noticed in ${noticed} of ${noticed + unnoticed.length} cases`);
  const blind = unnoticed.length > 0 || noticed === 0;
  if (blind) console.log(`FAILED  the comparison does not notice wrong answers: cases ${unnoticed.join(', ')}`);
  return { passed: next - failed, failed: failed + (blind ? 1 : 0) };
}
