import type { Answer } from './answers';
import { compare, questions } from './compare';
import { NcaAnswers } from './nca';
import { OurAnswers } from './ours';
import { randomWorlds } from './random-worlds';
import type { Suite } from './run-suite';
import type { World } from './world';

/** NetworkPolicies in all their forms, between random pods and to and from addresses outside. */
export function networkPolicySuite(seed: number, cases: number): Suite<World, NcaAnswers> {
  return {
    what: 'all ports of TCP, UDP and SCTP',
    seed,
    worlds: randomWorlds(seed, cases),
    ask: (world, folder) => NcaAnswers.of(world, folder),
    compare: (world, nca) => compare(world, nca),
    notices,
  };
}

/** One answer of ours, for one pair of ends and one protocol, is turned round. */
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
