import { Dice } from './_dice';
import type { Disagreement } from './_judge';
import { judgeAccess, judgeIdentity, judgeNetwork } from './_judge';
import { randomMesh } from './_meshes';
import { randomFocus, randomRequest } from './_questions';
import { AccessSpace } from '../../../src/analysis/access-sets';
import type { Request } from '../../../src/analysis/decision/request';
import { buildModel } from '../../../src/analysis/model';

/*
 * The decision of single requests judges the sets: whether a request is in them is what the decision says of it.
 * `JUDGE_PAIRS` is how many pairs of manifests and request are judged, `JUDGE_SEED` where they begin:
 * `JUDGE_PAIRS=5000000 JUDGE_SEED=$RANDOM npx jest test/analysis/access-sets/judge`.
 */

const PAIRS = Number(process.env.JUDGE_PAIRS ?? 20_000);
const SEED = Number(process.env.JUDGE_SEED ?? 1);
const PER_MESH = 200;
/** Sets of meshes share their space as long as it is small. */
const MESHES_PER_SPACE = 25;

test(`the decision agrees with the sets on ${PAIRS} pairs, seed ${SEED}`, () => {
  const disagreements: Disagreement[] = [];
  const counts = new Map<string, number>();
  let space = new AccessSpace();
  for (let mesh = 0; mesh * PER_MESH < PAIRS; mesh++) {
    if (mesh % MESHES_PER_SPACE === 0) { space = new AccessSpace(); }
    const seed = SEED + mesh;
    const dice = new Dice(seed);
    const { manifests, options } = randomMesh(dice);
    const model = buildModel(manifests.map(object => ({ object })), options);
    const focus = randomFocus(dice);
    const requests = Array.from({ length: PER_MESH }, (_, i) => randomRequest(dice, (['principal', 'outside', 'workload', 'workload'] as const)[i % 4], focus));
    const from = (...kinds: readonly string[]): readonly Request[] => requests.filter(request => kinds.includes(request.from.kind));
    const found = [
      ...judgeIdentity(model, space, from('principal', 'outside'), counts),
      ...judgeNetwork(model, from('outside', 'workload'), counts),
      ...judgeAccess(model, space, from('workload'), counts),
    ];
    disagreements.push(...found.map(one => ({ seed, ...one })));
    if (disagreements.length > 5) { break; }
  }
  process.stdout.write(`judged with seed ${SEED}: ${JSON.stringify(Object.fromEntries(counts))}\n`);
  expect(disagreements.slice(0, 3)).toEqual([]);
}, 3_600_000);
