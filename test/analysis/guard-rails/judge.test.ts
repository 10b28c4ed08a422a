import { decide } from '../../../src/analysis/decision/decide';
import type { Request } from '../../../src/analysis/decision/request';
import type { GuardRail } from '../../../src/analysis/guard-rails';
import { checkGuardRails } from '../../../src/analysis/guard-rails';
import type { MeshModel } from '../../../src/analysis/model';
import { buildModel } from '../../../src/analysis/model';
import { Dice } from '../access-sets/_dice';
import { randomMesh } from '../access-sets/_meshes';
import { randomFocus, randomRequest } from '../access-sets/_questions';

/*
 * The decision of single requests judges guard rails over random meshes: a `never` that holds forbids nothing that is allowed,
 * and an `always` that holds demands nothing that is refused. `JUDGE_MESHES` is how many meshes are judged.
 */

const MESHES = Number(process.env.JUDGE_MESHES ?? 12);
const PER_MESH = 12;

type Parts = Pick<GuardRail, 'from'> & Partial<GuardRail>;

/** What speaks against a guard rail; undefined where it is about nothing that is there. */
function against(model: MeshModel, kind: GuardRail['kind'], { to }: Request, parts: Parts): readonly string[] | undefined {
  const rail: GuardRail = {
    kind, name: kind, reason: 'judged', to: { kind: 'these', these: [{ name: to.workload, namespace: to.namespace, workload: to.workload }] }, ...parts,
  };
  const messages = checkGuardRails(model, [rail], []).map(({ message }) => message);
  return messages.some(message => /has no pods|has a container port|no Service leads|is of trust domain/.test(message)) ? undefined : messages;
}

function callersOf({ from }: Request): readonly GuardRail['from'][] {
  switch (from.kind) {
    case 'workload': return [
      { kind: 'these', these: [{ name: from.workload, namespace: from.namespace, workload: from.workload }] },
      { kind: 'these', these: [{ name: from.namespace, namespace: from.namespace, principal: `cluster.local/ns/${from.namespace}/sa/*` }] },
      { kind: 'everyone', except: [] },
      { kind: 'everyone', except: [{ name: 'x', namespace: 'shop', workload: 'no such' }] },
    ];
    case 'principal': return [{ kind: 'everyone', except: [] }, { kind: 'these', these: [{ name: from.principal, principal: from.principal.replace('spiffe://', '') }] }];
    default: return [{ kind: 'everyone', except: [] }, { kind: 'anonymous' }, { kind: 'outside' }];
  }
}

test(`what is allowed runs into a never, what is refused into an always, on ${MESHES} meshes`, () => {
  const counts = { never: 0, held: 0, always: 0 };
  const disagreements: unknown[] = [];
  for (let seed = 1; seed <= MESHES; seed++) {
    const dice = new Dice(seed);
    const { manifests, options } = randomMesh(dice);
    const model = buildModel(manifests.map(object => ({ object })), options);
    const focus = randomFocus(dice);
    for (let i = 0; i < PER_MESH; i++) {
      const request = randomRequest(dice, (['principal', 'outside', 'workload', 'workload'] as const)[i % 4], focus);
      const { from, to, port, method } = request;
      // A pod that calls itself meets no boundary.
      if (from.kind === 'workload' && from.namespace === to.namespace && from.workload === to.workload) {
        continue;
      }
      const decision = decide(model, request);
      const boundaries = decision.layers.filter(({ boundary }) => boundary);
      // Where an identity comes from is not said, so the network is not asked.
      const unasked = from.kind === 'principal' && model.networkPolicies.in(to.namespace).length > 0;
      const possible = !unasked && decision.verdict !== 'DENY' && boundaries.every(({ verdict }) => verdict !== 'DENY');
      for (const callers of callersOf(request)) {
        // A guard rail that names no port leaves those of the proxy itself to the platform.
        const everyPort = [15020, 15021, 15090].includes(port) ? [] : [{}];
        for (const parts of [...everyPort, { port }, { port, ...method === undefined ? {} : { operation: { methods: [method] } } }]) {
          const found = against(model, 'never', request, { from: callers, ...parts });
          if (found !== undefined && found.length === 0) {
            counts.held++;
          }
          if (possible && found !== undefined) {
            counts.never++;
            if (found.length === 0) {
              disagreements.push({ seed, callers, parts, request, verdict: decision.verdict, reason: decision.reason });
            }
          }
        }
      }
      if (from.kind === 'workload' && method !== undefined) {
        const plain: Request = { from, to, port, method: 'GET', path: '/a', headers: new Map() };
        const held = against(model, 'always', plain, { from: callersOf(request)[0], port, operation: { methods: ['GET'], paths: ['/a'] } });
        if (held?.length === 0) {
          counts.always++;
          const { verdict, reason } = decide(model, plain);
          if (verdict !== 'ALLOW') {
            disagreements.push({ seed, request: plain, verdict, reason });
          }
        }
      }
    }
  }
  expect(disagreements.slice(0, 3)).toEqual([]);
  // Neither is judged by silence.
  expect(counts.never).toBeGreaterThan(MESHES);
  expect(counts.held).toBeGreaterThan(MESHES);
  expect(counts.always).toBeGreaterThan(MESHES / 20);
  process.stdout.write(`judged guard rails: ${JSON.stringify(counts)}\n`);
}, 600_000);
