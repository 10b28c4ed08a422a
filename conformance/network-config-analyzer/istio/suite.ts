import { compareIstio, questions, shownQuestion } from './compare';
import { NcaAnswers } from './nca';
import { OurAnswers } from './ours';
import { randomIstioWorlds } from './random-worlds';
import { manifests, type IstioWorld } from './world';
import type { Suite } from '../run-suite';

/** AuthorizationPolicies, Sidecars and NetworkPolicies together, between random pods. */
export function istioSuite(seed: number, cases: number): Suite<IstioWorld, NcaAnswers> {
  return {
    what: 'requests (caller, callee, port, method, path)',
    seed,
    worlds: randomIstioWorlds(seed, cases),
    ask: (world, folder) => NcaAnswers.of(manifests(world), folder),
    compare: (world, nca) => compareIstio(world, nca),
    notices,
  };
}

/** One answer of ours is turned round. */
function notices(world: IstioWorld, nca: NcaAnswers, at: number): boolean {
  const ours = new OurAnswers(manifests(world));
  const asked = questions(world);
  const wrong = asked[at * 97 % asked.length];
  const { mismatches } = compareIstio(world, nca, {
    allows: (question) => JSON.stringify(question) === JSON.stringify(wrong) ? ours.allows(question) !== true : ours.allows(question),
  });
  return mismatches.length === 1 && mismatches[0].startsWith(`${shownQuestion(wrong)}\n`);
}
