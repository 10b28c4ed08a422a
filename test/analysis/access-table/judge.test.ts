import type { Judged } from './_judge';
import { TableJudge } from './_judge';
import { findWorkload } from '../../../src/analysis/decision/find-workload';
import { inboundChain } from '../../../src/analysis/decision/inbound';
import { isUnknown } from '../../../src/analysis/decision/tri';
import { buildModel } from '../../../src/analysis/model';
import { Dice } from '../access-sets/_dice';
import { agrees } from '../access-sets/_judge';
import { randomMesh } from '../access-sets/_meshes';
import { randomFocus, randomRequest } from '../access-sets/_questions';

const MESHES = Number(process.env.TABLE_MESHES ?? 25);
const SEED = Number(process.env.TABLE_SEED ?? 1);
const PER_MESH = 120;

test(`what the boundaries let through is in the rows of the table, and nothing else, seed ${SEED}`, () => {
  const counts = new Map<string, number>();
  const wrong: (Judged & { seed: number })[] = [];
  for (let seed = SEED; seed < SEED + MESHES; seed++) {
    const dice = new Dice(seed);
    const { manifests, options } = randomMesh(dice);
    const model = buildModel(manifests.map(object => ({ object })), options);
    // There the decision of an identity takes it that proxies send plaintext, which a compromised caller need not do.
    if (!model.meshConfig.autoMtls) { continue; }
    const judge = new TableJudge(model);
    const focus = randomFocus(dice);
    for (let i = 0; i < PER_MESH; i++) {
      const asked = randomRequest(dice, i % 4 === 0 ? 'outside' : 'workload', focus);
      const request = { ...asked, host: asked.host ?? 'api.pay' };
      const callee = findWorkload(model, request.to.namespace, request.to.workload);
      // That bytes are refused on a port of HTTP is no matter of access, and not told.
      if (isUnknown(callee) || (request.method === undefined && inboundChain(model, callee, request.port).protocol === 'http')) { continue; }
      const judged = judge.judge(request);
      const { decided, inTable } = judged;
      const key = `${decided} is ${inTable.verdict}${inTable.open ? ' (open)' : ''}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      // Of classes the table only says 'perhaps' where policies for the host network apply or not.
      if (callee.hostNetwork && decided === 'ALLOW' && inTable.verdict === 'UNKNOWN') { continue; }
      if (!agrees(decided, inTable)) { wrong.push({ seed, ...judged }); }
    }
  }
  process.stdout.write(`${JSON.stringify(Object.fromEntries(counts))}\n`);
  expect(wrong.slice(0, 3)).toEqual([]);
}, 600_000);
