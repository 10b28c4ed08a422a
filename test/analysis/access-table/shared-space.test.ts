import { AccessDirection } from '../../../src/analysis/access/access-row';
import { sharedSpace } from '../../../src/analysis/access-sets/shared-space';
import { accessTableOf } from '../../../src/analysis/access-table/access-table-of';
import { buildModel } from '../../../src/analysis/model';
import { authorization, namespace, service, workload } from '../world';
import type { Json } from '../world';

/* Tables share their sets with the tables before them. */

/** As small as meshes are whose policies ask for paths, identities and namespaces. */
function mesh(seed: number): readonly Json[] {
  const names = ['web', 'cart', 'api'].map(name => `${name}${seed % 3}`);
  return [
    namespace('shop'), namespace(`pay${seed % 4}`),
    ...names.flatMap(name => [workload(`shop/${name}`), service(`shop/${name}`)]),
    authorization('shop/p', {
      action: seed % 5 === 0 ? 'DENY' : 'ALLOW',
      rules: [
        { from: [{ source: { principals: [`cluster.local/ns/shop/sa/${names[0]}`] } }], to: [{ operation: { methods: ['GET', 'PUT'], paths: [`/part-${seed % 7}/*`, '/a'] } }] },
        { from: [{ source: { namespaces: [`pay${seed % 4}`] } }], to: [{ operation: { ports: ['3306'] } }], when: [{ key: 'request.headers[x-team]', values: [`t${seed}`] }] },
      ],
    }),
  ];
}

function table(seed: number): { readonly text: string; readonly json: string } {
  const made = accessTableOf(buildModel(mesh(seed).map(object => ({ object }))), []);
  return { text: made.toText(), json: made.toJson() };
}

const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

test('a table says the same whatever tables were made before', () => {
  const first = SEEDS.map(table);
  const spaces = new Set(SEEDS.map(() => sharedSpace()));
  expect(spaces.size).toBeGreaterThan(1);
  expect(spaces.size).toBeLessThan(SEEDS.length);
  expect([...SEEDS].reverse().map(table).reverse()).toEqual(first);
});

test('what is done to what one table says of sets changes no other', () => {
  const made = accessTableOf(buildModel(mesh(1).map(object => ({ object }))), []);
  const before = made.toJson();
  for (const { direction, operations } of made.rows) {
    if (direction !== AccessDirection.INBOUND) { continue; }
    for (const operation of operations) { Object.assign(operation, { paths: '/changed', conditions: undefined }); }
  }
  expect(table(1).json).toBe(before);
});
