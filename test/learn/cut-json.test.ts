import * as fc from 'fast-check';
import { mendCutJson } from '../../src/learn/cut-json';

interface Elements {
  readonly elements: { readonly nodes?: unknown[]; readonly edges?: unknown[] };
}

const data = fc.record({ id: fc.string(), labels: fc.dictionary(fc.string(), fc.string()), hosts: fc.array(fc.string()) });
const list = fc.array(fc.record({ data }), { maxLength: 4 });

test('wherever a graph is cut, what is whole is there, and nothing else', () => {
  fc.assert(fc.property(list, list, fc.nat(), (nodes, edges, at) => {
    const text = JSON.stringify({ graphType: 'workload', elements: { nodes, edges } });
    const mended = mendCutJson(text.slice(0, at % text.length)) as Elements | undefined;
    const whole = JSON.parse(text) as Required<Elements>;
    for (const key of ['nodes', 'edges'] as const) {
      const kept = mended?.elements[key] ?? [];
      expect(kept).toEqual(whole.elements[key]!.slice(0, kept.length));
    }
  }));
});
test('nothing is made of nothing', () => {
  expect(['', '{', '{"elements":', '[]', 'null', '"', '{"elements":{"nodes":['].map(mendCutJson)).toEqual(['', '', '', '', '', '', ''].map(() => undefined));
});
