import { AccessSpace } from '../../src/analysis/access-sets';
import type { Request } from '../../src/analysis/decision/request';
import { buildModel } from '../../src/analysis/model';
import { Dice } from '../analysis/access-sets/_dice';
import { judgeAccess, judgeIdentity, judgeNetwork } from '../analysis/access-sets/_judge';
import { randomMesh } from '../analysis/access-sets/_meshes';
import { randomFocus, randomRequest } from '../analysis/access-sets/_questions';
import { isComparable, lines, replay } from '../analysis/recorded/replay';

/* What a real mesh did, and the sets against the decision, in parts small enough to be asked for each mutant. */

/** Recordings of which a part is explained by what was recorded before: see the README beside them. */
const EXPLAINED = [24, 54, 60, 75];

describe('what a real mesh did is decided', () => {
  test.each(lines().filter(({ seed }) => !EXPLAINED.includes(seed)).map(line => [line.seed, line] as const))('recording %s', (_, line) => {
    const comparable = replay(line).filter(isComparable);
    const wrong = comparable.filter(({ recorded, decisions }) => {
      const sees = recorded.status === 0 ? ['reset', 'timeout'] : recorded.status === 200 ? ['ok'] : [String(recorded.status)];
      return decisions.some(decision => decision.verdict !== recorded.verdict)
        || decisions.every(decision => decision.sees === undefined || !sees.includes(decision.sees));
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

describe('the sets agree with the decision', () => {
  const PER_MESH = 32;
  test.each(Array.from({ length: 30 }, (_, i) => i + 1))('on the random mesh %s', seed => {
    const dice = new Dice(1_000_000 + seed);
    const { manifests, options } = randomMesh(dice);
    const model = buildModel(manifests.map(object => ({ object })), options);
    const focus = randomFocus(dice);
    const requests = Array.from({ length: PER_MESH }, (_, i) => randomRequest(dice, (['principal', 'outside', 'workload', 'workload'] as const)[i % 4], focus));
    const from = (...kinds: readonly string[]): readonly Request[] => requests.filter(request => kinds.includes(request.from.kind));
    const counts = new Map<string, number>();
    const space = new AccessSpace();
    expect([
      ...judgeIdentity(model, space, from('principal', 'outside'), counts),
      ...judgeNetwork(model, from('outside', 'workload'), counts),
      ...judgeAccess(model, space, from('workload'), counts),
    ]).toEqual([]);
  });
});
