import { shown, type Answer, type Question } from './answers';
import { OurAnswers } from './ours';
import { asNcaReads } from './readings';
import type { Comparison } from './run-suite';
import type { World } from './world';

export interface Answers {
  get(question: Question): Answer | undefined;
}

/**
 * Compares every question about a world. Where the answers differ, NCA's must be what its known readings foretell,
 * and then for every question about this world, also where the answers are the same.
 */
export function compare(world: World, nca: Answers, ours: Answers = new OurAnswers(world)): Comparison {
  const read = asNcaReads(world);
  const foretold = read.readings.length > 0 ? new OurAnswers(read.world) : undefined;
  const mismatches: string[] = [];
  let explained = 0;
  const asked = questions(world);
  for (const question of asked) {
    const [mine, theirs, expected] = [ours, nca, foretold].map((answers) => answers === undefined ? undefined : text(answers.get(question)));
    if (mine !== theirs && theirs === expected) {
      explained += 1;
    } else if (mine !== theirs || (foretold !== undefined && theirs !== expected)) {
      mismatches.push(`${question.from} -> ${question.to}\n    ours  ${mine}\n    NCA   ${theirs}${foretold === undefined ? '' : `\n    known ${expected}`}`);
    }
  }
  return { questions: asked.length, explained, readings: read.readings.map(({ title }) => title), mismatches };
}

function text(answer: Answer | undefined): string {
  return answer === undefined ? 'UNKNOWN' : shown(answer);
}

/** Every pod to every other, and every pod from and to outside addresses. A pod always reaches itself: NCA does not list it. */
export function questions(world: World): Question[] {
  const pods = world.pods.map(({ namespace, name }) => `${namespace}/${name}`);
  return pods.flatMap((pod) => [
    ...pods.filter((other) => other !== pod).map((other) => ({ from: pod, to: other })),
    ...OUTSIDE.flatMap((address) => [{ from: pod, to: address }, { from: address, to: pod }]),
  ]);
}

/** In, beside and at the edges of the blocks that policies name. */
const OUTSIDE = [
  '0.0.0.0', '9.255.255.255', '10.0.0.0', '10.1.0.0', '10.1.255.255', '10.2.0.0', '10.255.255.255', '11.0.0.0', '127.255.255.255', '128.0.0.0',
  '192.167.255.255', '192.168.0.0', '192.168.6.255', '192.168.7.0', '192.168.7.127', '192.168.7.128', '192.168.7.191', '192.168.7.192',
  '192.168.7.255', '192.168.8.0', '192.168.255.255', '203.0.113.6', '203.0.113.7', '203.0.113.8', '255.255.255.255',
  '::', '2001:db7:ffff::1', '2001:db8::', '2001:db8:1::', '2001:db8:1:2::', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:2::1', '2001:db9::',
  'fcff::1', 'fd00::', 'fe80::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
];
