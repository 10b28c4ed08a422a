import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Disagreement } from './_judge';
import { judgeAccess, judgeIdentity, judgeNetwork } from './_judge';
import { AccessSpace } from '../../../src/analysis/access-sets';
import type { Request } from '../../../src/analysis/decision/request';
import { buildModel } from '../../../src/analysis/model';
import { readRequest } from '../../../src/analysis/read-request';
import { lines } from '../recorded/replay';

/** The mesh that was recorded, under each set of manifests, with its requests as they were and with addresses. */
test('the decision agrees with the sets on what was recorded of a real mesh', () => {
  const mesh = JSON.parse(readFileSync(join(__dirname, '..', 'recorded', 'mesh.json'), 'utf8'));
  const counts = new Map<string, number>();
  const disagreements: Disagreement[] = [];
  let space = new AccessSpace();
  for (const [i, { seed, manifests, requests }] of lines().entries()) {
    if (i % 25 === 0) { space = new AccessSpace(); }
    const model = buildModel([mesh, ...manifests].map(object => ({ object })));
    const read = requests.flatMap(request => [request, { ...request, from: { ...request.from, address: '10.77.0.9' } }]).map(readRequest);
    const asked = read.filter((request): request is Request => typeof request !== 'string');
    const outside = asked.filter(({ from }) => from.kind === 'outside');
    const workloads = asked.filter(({ from }) => from.kind === 'workload');
    const found = [
      ...judgeIdentity(model, space, outside, counts), ...judgeNetwork(model, asked, counts), ...judgeAccess(model, space, workloads, counts),
    ];
    disagreements.push(...found.map(one => ({ ...one, seed })));
  }
  expect(disagreements.slice(0, 3)).toEqual([]);
  const whole = [...counts].filter(([key]) => key.startsWith('access'));
  const sum = (list: typeof whole): number => list.reduce((total, [, count]) => total + count, 0);
  expect(sum(whole)).toBeGreaterThan(10_000);
  expect(sum(whole.filter(([key]) => key.endsWith('(not exact)')))).toBe(0);
});
