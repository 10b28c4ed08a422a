import { graphOf } from './_graph';
import type { MeshGraph } from '../../../src/analysis/graph';
import { graphDifference, graphDot, graphMermaid } from '../../../src/analysis/graph';
import { accessText } from '../../../src/analysis/graph/drawing';
import { authorization, namespace, peerAuthentication, service, workload } from '../world';

const ground = [
  namespace('shop'), namespace('pay'), peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } }),
  workload('shop/web'), service('pay/api'),
];
const version = (name: string): object => workload(`pay/api-${name}`, { labels: { app: 'api', version: name } });
const allow = (...paths: readonly string[]): object => authorization('pay/p', {
  selector: { matchLabels: { app: 'api' } },
  rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }], to: [{ operation: { methods: ['GET'], paths } }] }],
});

/** What has changed, of edges and nodes. */
function changes({ edges, nodes }: MeshGraph): string[] {
  return [
    ...nodes.flatMap(({ change, id }) => (change === undefined ? [] : [`${change} ${id}`])),
    ...edges.filter(({ from }) => !from.startsWith('class/')).flatMap(({ change, kind, from, to, access }) =>
      (change === undefined || to.startsWith('class/') ? [] : [`${change} ${from} -> ${to}: ${access.flatMap(one => accessText(kind, one)).join('; ')}`])),
  ];
}

test('of a mesh and itself, nothing has changed', () => {
  const graph = graphOf(...ground, version('v1'), version('v2'), allow('/a'));
  const difference = graphDifference(graph, graphOf(...ground, version('v1'), version('v2'), allow('/a')));
  expect(changes(difference)).toEqual([]);
  expect(difference.edges.map(edge => ({ ...edge, access: edge.access.map(one => accessText(edge.kind, one)) })))
    .toEqual(expect.arrayContaining(graph.edges.map(edge => ({ ...edge, access: edge.access.map(one => accessText(edge.kind, one)) }))));
  expect(difference.edges).toHaveLength(graph.edges.length);
});

test('other paths are removed and added', () => {
  const all = changes(graphDifference(graphOf(...ground, version('v1'), allow('/a')), graphOf(...ground, version('v1'), allow('/b'))));
  expect(all).toHaveLength(2);
  expect(all[0]).toMatch(/^added workload\/shop\/web -> workload\/pay\/api-v1: .* GET \/b; mutual TLS$/);
  expect(all[1]).toMatch(/^removed workload\/shop\/web -> workload\/pay\/api-v1: .* GET \/a; mutual TLS$/);
});

test('a third version changes nothing of the other two, though a box of all three is new', () => {
  const all = changes(graphDifference(graphOf(...ground, version('v1'), version('v2'), allow('/a')), graphOf(...ground, version('v1'), version('v2'), version('v3'), allow('/a'))));
  expect(all[0]).toBe('added workload/pay/api-v3');
  expect(all.slice(1).filter(text => !text.includes('api-v3'))).toEqual([]);
  expect(all.join()).toMatch(/added workload\/shop\/web -> workload\/pay\/api-v3/);
});

test('what is gone is drawn where it was', () => {
  const difference = graphDifference(graphOf(...ground, version('v1'), version('v2'), version('v3'), allow('/a')), graphOf(...ground, version('v1'), version('v2'), allow('/a')));
  expect(changes(difference)[0]).toBe('removed workload/pay/api-v3');
  expect(difference.services).toMatchObject([{ id: 'service/pay/api', members: ['workload/pay/api-v1', 'workload/pay/api-v2', 'workload/pay/api-v3'] }]);
  expect(difference.namespaces.find(({ name }) => name === 'pay')?.members).toContain('workload/pay/api-v3');
});

test('from nothing, and to nothing', () => {
  const graph = graphOf(...ground, version('v1'), allow('/a'));
  expect(new Set([...graphDifference(graphOf(), graph).nodes, ...graphDifference(graphOf(), graph).edges].map(({ change }) => change))).toEqual(new Set(['added']));
  const gone = graphDifference(graph, graphOf());
  expect(new Set([...gone.nodes, ...gone.edges].map(({ change }) => change))).toEqual(new Set(['removed']));
  const ids = new Set([...gone.nodes, ...gone.namespaces, ...gone.services].map(({ id }) => id));
  expect(gone.edges.flatMap(({ from, to }) => [from, to]).filter(end => !ids.has(end))).toEqual([]);
});

test('is told by a sign as well as by colour', () => {
  const difference = graphDifference(graphOf(...ground, version('v1'), allow('/a')), graphOf(...ground, version('v1'), allow('/b')));
  expect(graphMermaid(difference)).toMatch(/\|"\+ any except[^|]*GET \/b<br\/>mutual TLS"\|/);
  expect(graphMermaid(difference)).toMatch(/^ {2}linkStyle [\d,]+ stroke:#cf222e,stroke-width:3px$/m);
  expect(graphDot(difference)).toMatch(/\[label="- any except[^"]*GET \/a\\nmutual TLS", color="#cf222e"\];/);
});
