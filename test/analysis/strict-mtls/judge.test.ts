import { decide } from '../../../src/analysis/decision/decide';
import { servicesOf } from '../../../src/analysis/decision/inbound';
import type { Request } from '../../../src/analysis/decision/request';
import type { MeshModel } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import { strictModel } from '../../../src/analysis/strict-mtls/strict-model';
import { strictMtlsBreaks } from '../../../src/analysis/strict-mtls/strict-mtls-breaks';
import { Dice } from '../access-sets/_dice';
import { randomMesh } from '../access-sets/_meshes';
import { randomFocus, randomRequest } from '../access-sets/_questions';

/*
 * The decision of single requests judges the list: whoever gets through today and does not under STRICT must be on it. `JUDGE_MESHES` is how many random meshes are judged, `JUDGE_SEED` where they begin.
 */

const MESHES = Number(process.env.JUDGE_MESHES ?? 40);
const SEED = Number(process.env.JUDGE_SEED ?? 1);
const PER_MESH = 60;

/** Requests to other hosts by the callee's address are told apart as no caller of these manifests. */
function namesCallee(model: MeshModel, { host, to }: Request): boolean {
  const callee = model.workloads.in(to.namespace).find(({ name }) => name === to.workload);
  return host === undefined || (callee !== undefined && servicesOf(model, callee).some(service => service.host === host));
}

test(`whoever breaks is on the list, in ${MESHES} random meshes`, () => {
  const missing: unknown[] = [];
  let [broken, listed] = [0, 0];
  for (let mesh = 0; mesh < MESHES && missing.length < 3; mesh++) {
    const dice = new Dice(SEED + mesh);
    const { manifests, options } = randomMesh(dice);
    const model = buildModel(manifests.map(object => ({ object })), options);
    const strict = strictModel(model, undefined);
    const breaks = strictMtlsBreaks(model, undefined);
    listed += breaks.length;
    const rows = new Set(breaks.map(({ client, callee, port }) => `${client.namespace === undefined ? 'outside' : client.text} ${callee.namespace}/${callee.workload}:${port}`));
    const focus = randomFocus(dice);
    for (let i = 0; i < PER_MESH; i++) {
      const request = randomRequest(dice, i % 4 === 0 ? 'outside' : 'workload', focus);
      if (![8080, 9000, 3306].includes(request.port) || !namesCallee(model, request)) { continue; }
      // What policies make of identities that they newly learn is not asked here.
      const refused = decide(strict, request).layers.some(({ layer, verdict }) => layer === 'mutualTls' && verdict !== 'ALLOW');
      if (!refused || decide(model, request).verdict !== 'ALLOW' || decide(strict, request).verdict === 'ALLOW') { continue; }
      broken += 1;
      const who = request.from.kind === 'workload' ? `${request.from.namespace}/${request.from.workload}` : 'outside';
      const row = `${who} ${request.to.namespace}/${request.to.workload}:${request.port}`;
      if (!rows.has(row)) {
        missing.push({ seed: SEED + mesh, row, request, now: decide(model, request).reason, then: decide(strict, request).reason });
      }
    }
  }
  expect(missing).toEqual([]);
  // Something must have been judged.
  expect(broken).toBeGreaterThan(MESHES / 4);
  expect(listed).toBeGreaterThan(broken);
});
