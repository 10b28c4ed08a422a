import { AccessSets } from '../../../src/analysis/access-sets';
import { NetworkBetween } from '../../../src/analysis/access-table';
import { buildModel } from '../../../src/analysis/model';
import { Dice } from '../access-sets/_dice';
import { randomMesh } from '../access-sets/_meshes';

const SEED = Number(process.env.JUDGE_SEED ?? 1);

test(`what is known of the openings at both ends is what NetworkPolicies say when they are asked, seed ${SEED}`, () => {
  let pairs = 0;
  for (let seed = SEED; seed < SEED + 60; seed++) {
    const { manifests, options } = randomMesh(new Dice(seed));
    const model = buildModel(manifests.map(object => ({ object })), options);
    const between = new NetworkBetween(model);
    const asked = new AccessSets(model);
    for (const caller of model.workloads.all) {
      for (const callee of model.workloads.all) {
        expect({ seed, caller: caller.name, callee: callee.name, ...between.access(caller, callee) })
          .toEqual({ seed, caller: caller.name, callee: callee.name, ...asked.networkAccess(caller, callee) });
        pairs++;
      }
    }
  }
  expect(pairs).toBeGreaterThan(500);
});
