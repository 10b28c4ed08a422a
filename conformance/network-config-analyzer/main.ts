import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseArgs } from 'util';
import type { Answer } from './answers';
import { compare, questions, type Comparison } from './compare';
import { NcaAnswers } from './nca';
import { OurAnswers } from './ours';
import { randomWorlds } from './random-worlds';
import type { World } from './world';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '300' },
    seed: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '120' },
  },
});
const [cases, seed, seconds] = [values.cases, values.seed, values.seconds].map(Number);
const PARALLEL = 2;

/**
 * Whether the comparison would notice: one answer of ours, for one pair of ends and one protocol, is turned round.
 * It must notice each time, and report no more than that.
 */
function notices(world: World, nca: NcaAnswers, at: number): boolean {
  const ours = new OurAnswers(world);
  const asked = questions(world);
  const { from, to } = asked[at % asked.length];
  const turned = (answer: Answer | undefined): Answer | undefined => answer && {
    ...answer, UDP: answer.UDP.length === 0 ? [{ first: 53, last: 53 }] : [],
  };
  const { mismatches } = compare(world, nca, {
    get: (question) => question.from === from && question.to === to ? turned(ours.get(question)) : ours.get(question),
  });
  return mismatches.length === 1 && mismatches[0].startsWith(`${from} -> ${to}\n`);
}

async function run(): Promise<boolean> {
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'nca-'));
  const worlds = randomWorlds(seed, cases);
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
        const nca = await NcaAnswers.of(worlds[i], join(folder, String(i)));
        const result = compare(worlds[i], nca);
        results.push(result);
        problems = result.mismatches;
        // Where NCA is known to differ, an answer of ours that is wrong by itself would pass for explained.
        if (problems.length === 0 && result.readings.length === 0) {
          if (notices(worlds[i], nca, i)) noticed += 1;
          else unnoticed.push(i);
        }
      } catch (error) {
        problems = [String(error)];
      }
      if (problems.length === 0) continue;
      failed += 1;
      console.log(`FAILED  case ${i} of seed ${seed}\n  ${problems.join('\n  ')}\n${JSON.stringify(worlds[i])}`);
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work));
  rmSync(folder, { recursive: true });

  if (next < worlds.length) console.log(`out of time: ${next} of ${worlds.length} cases tried`);
  const asked = results.reduce((sum, result) => sum + result.questions, 0);
  const explained = results.reduce((sum, result) => sum + result.explained, 0);
  console.log(`seed ${seed}: ${asked} comparisons of all ports of TCP, UDP and SCTP in ${Math.round((Date.now() - started) / 1000)} s; `
    + `${explained} differ, as foretold:`);
  const differing = results.filter((result) => result.explained > 0);
  for (const title of [...new Set(differing.flatMap(({ readings }) => readings))].sort()) {
    console.log(`  in ${differing.filter(({ readings }) => readings.includes(title)).length} of these cases: ${title}`);
  }
  console.log(`a wrong answer, put in on purpose, was noticed in ${noticed} of ${noticed + unnoticed.length} cases`);
  const blind = unnoticed.length > 0 || noticed === 0;
  if (blind) console.log(`FAILED  the comparison does not notice wrong answers: cases ${unnoticed.join(', ')}`);
  failed += blind ? 1 : 0;
  console.log(`${next - failed + (blind ? 1 : 0)} passed, ${failed} failed`);
  return failed === 0;
}

run().then((good) => { process.exitCode = good ? 0 : 1; }, (error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
