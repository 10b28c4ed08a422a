import { App } from 'cdk8s';
import { Bookinfo } from '../../src';
import { AccessCaller } from '../../src/analysis/access/access-request';
import { MeshAccess } from '../../src/analysis/mesh-access';

const PAGE = 'productpage-v1';
const DETAILS = 'details-v1';
const RATINGS = 'ratings-v1';
const REVIEWS = ['reviews-v1', 'reviews-v2', 'reviews-v3'];
const ALL = [PAGE, DETAILS, RATINGS, ...REVIEWS];

/** Who may get what of whom: nothing else may. */
const TABLE: readonly (readonly [string, string, string])[] = [
  [PAGE, DETAILS, '/details/0'],
  ...REVIEWS.map(version => [PAGE, version, '/reviews/0'] as const),
  ['reviews-v2', RATINGS, '/ratings/0'],
  ['reviews-v3', RATINGS, '/ratings/0'],
];
const PATHS = ['/', '/details/0', '/details', '/reviews/0', '/ratings/0', '/ratings/0/../../admin', '/admin', '/productpage', '/health'];

function manifests(): readonly any[] {
  const app = new App();
  new Bookinfo(app, 'bookinfo');
  return app.charts.flatMap(chart => chart.toJson() as any[]);
}

describe.each([
  ['as it is', manifests()],
  ['with every Sidecar removed', manifests().filter(({ kind }) => kind !== 'Sidecar')],
])('Bookinfo %s', (title, objects) => {
  const mesh = MeshAccess.fromManifests([...objects]);
  const ask = (from: AccessCaller, to: string, method: string | undefined, path: string): ReturnType<MeshAccess['decide']> =>
    mesh.decide({ from, to: { namespace: 'bookinfo', workload: to }, port: 9080, ...method === undefined ? {} : { method, path } });

  test('lets every line of its table through', () => {
    // Subsets may lead away from a version, and the blueprint's routes may give it no traffic.
    const denied = TABLE.map(([from, to, path]) => ({ from, to, decision: ask(AccessCaller.workload('bookinfo', from), to, 'GET', path) }))
      .filter(({ decision }) => decision.verdict !== 'ALLOW' && decision.layer !== 'routing');
    expect(denied.map(({ from, to, decision }) => `${from} ${to}: ${decision.reason}`)).toEqual([]);
  });

  test('denies everything else at a boundary', () => {
    const open: string[] = [];
    for (const from of ALL) {
      for (const to of ALL) {
        for (const method of ['GET', 'POST', 'DELETE', undefined]) {
          for (const path of PATHS) {
            if (method === 'GET' && TABLE.some(([a, b, allowed]) => a === from && b === to && path.startsWith(allowed) && !path.includes('..'))) { continue; }
            const decision = ask(AccessCaller.workload('bookinfo', from), to, method, path);
            const guarded = decision.layers.some(({ boundary, verdict, layer }) => (boundary || layer === 'routing') && verdict === 'DENY');
            if (decision.verdict !== 'DENY' || !guarded) { open.push(`${from} ${method ?? 'TCP'} ${path} ${to}: ${decision.verdict} ${decision.reason}`); }
          }
        }
      }
    }
    expect(open).toEqual([]);
  });

  test('denies who comes around the mesh', () => {
    for (const to of ALL) { expect(ask(AccessCaller.outside(), to, 'GET', '/details/0').verdict).toBe('DENY'); }
  });

  test(`lets the internet see the product page and nothing else (${title})`, () => {
    expect(ask(AccessCaller.internet(), PAGE, 'GET', '/productpage').verdict).toBe('ALLOW');
    expect(ask(AccessCaller.internet(), PAGE, 'GET', '/health').verdict).toBe('DENY');
    for (const to of ALL.filter(name => name !== PAGE)) { expect(ask(AccessCaller.internet(), to, 'GET', '/details/0').verdict).toBe('DENY'); }
  });
});
