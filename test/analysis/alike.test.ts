import * as fc from 'fast-check';
import { Alike } from '../../src/analysis/model/alike';

const leaf = fc.constantFrom<unknown>('', 'a', 'b', 0, 1, '1', true, false, null);
const { tree } = fc.letrec<{ readonly tree: unknown }>(tie => ({
  tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { maxKeys: 3 })),
}));

test('what is found is what is written alike', () => fc.assert(fc.property(fc.array(tree, { minLength: 2, maxLength: 12 }), values => {
  const alike = new Alike<string>();
  const written = new Set<string>();
  for (const value of values) {
    const text = JSON.stringify(value);
    const place = alike.placeOf(JSON.parse(text));
    expect(place?.item).toBe(written.has(text) ? text : undefined);
    if (place !== undefined) { place.item = text; }
    written.add(text);
  }
}), { numRuns: 1000 }));

test('what has no end is not compared', () => {
  const endless: unknown[] = [];
  endless.push(endless, endless);
  expect(new Alike().placeOf(endless)).toBeUndefined();
});
