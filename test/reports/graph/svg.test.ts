import { App } from 'cdk8s';
import fc from 'fast-check';
import { strayMarkup } from './_markup';
import type { MeshGraph } from '../../../src/analysis/graph';
import { drawingOf } from '../../../src/analysis/graph/drawing';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import type { Placed } from '../../../src/reports/graph/arrange';
import { layoutOf } from '../../../src/reports/graph/layout';
import { graphSvg } from '../../../src/reports/graph/svg';
import { graphOf } from '../../analysis/graph/_graph';
import { meshes } from '../../analysis/graph/_nasty';
import { namespace, networking, workload } from '../../analysis/world';
import { Bookinfo, TravelDemo } from 'cdk8s-istio';

const app = new App();
new Bookinfo(app, 'bookinfo');
new TravelDemo(app, 'travel-demo');
const demos = MeshAccess.fromApp(app)._graph();

type Rectangle = Placed<unknown>;

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return inner.x >= outer.x && inner.y >= outer.y
    && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

/** What a layout must not do, in words. */
function mistakes(graph: MeshGraph): string[] {
  const drawing = drawingOf(graph);
  const { items, services, namespaces, width, height } = layoutOf(drawing);
  const page: Rectangle = { what: undefined, x: 0, y: 0, width, height };
  const place = new Map(items.map(item => [item.what.key, item]));
  const found: string[] = [];
  for (const group of [items, services, namespaces]) {
    group.forEach((one, i) => {
      if (!isWithin(one, page)) { found.push(`${one.what.key} is not on the page`); }
      group.slice(i + 1).filter(other => overlap(one, other)).forEach(other => found.push(`${one.what.key} lies on ${other.what.key}`));
    });
  }
  for (const box of [...services, ...namespaces]) {
    for (const { key } of box.what.items) {
      if (!isWithin(place.get(key)!, box)) { found.push(`${key} is not in ${box.what.key}`); }
    }
  }
  for (const item of drawing.items) {
    namespaces.filter(box => overlap(box, place.get(item.key)!)).forEach(box => found.push(`${item.key} is in ${box.what.key}`));
  }
  return found;
}

function big(count: number): MeshGraph {
  const names = Array.from({ length: count }, (_, i) => ({ ns: `team-${i % 8}`, name: `w${i}` }));
  const entries = names.map(({ ns, name }) => networking('ServiceEntry', `${ns}/${name}`, { hosts: [`${name}.example`], exportTo: ['.'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }] }));
  return graphOf(...[...new Set(names.map(({ ns }) => ns))].map(ns => namespace(ns)), ...names.map(({ ns, name }) => workload(`${ns}/${name}`)), ...entries);
}

test('nothing lies on anything else, and everything is in its box', () => {
  expect(mistakes(demos)).toEqual([]);
  expect(mistakes(graphOf())).toEqual([]);
});

test('so it is where there are too many to be joined by ways', () => {
  const graph = big(200);
  expect(graph.edges.length).toBeGreaterThan(150);
  expect(mistakes(graph)).toEqual([]);
  expect(graphSvg(graph)).toContain('<g class="flow">');
});

test('every link is drawn from one end to the other, and says what it is', () => {
  const drawing = drawingOf(demos);
  const { links } = layoutOf(drawing);
  expect(links.map(({ link }) => link)).toEqual(drawing.links);
  expect(links.filter(({ points, label }) => points.length < 2 || label === undefined)).toEqual([]);
});

test('the same graph is the same picture, again and again', () => {
  const first = graphSvg(demos);
  expect(graphSvg(demos)).toBe(first);
  graphSvg(big(30));
  expect(graphSvg(demos)).toBe(first);
});

test('it is dark for those who like it so, and says what it is to those who do not see', () => {
  const picture = graphSvg(demos);
  expect(picture).toContain('@media (prefers-color-scheme:dark)');
  expect(picture).toMatch(/role="img" aria-labelledby="title">\n<title id="title">/);
  expect(picture).not.toMatch(/(?:href|src|url)\s*[=(]\s*["']?(?!#)[a-z]*:?\/\//);
});

test('no text of the manifests is more than text', () => {
  fc.assert(fc.property(meshes, manifests => {
    expect(strayMarkup(graphSvg(graphOf(...manifests)), ['svg', 'title', 'style', 'defs', 'marker', 'path', 'rect', 'g', 'text', 'tspan'])).toEqual([]);
  }), { numRuns: 40 });
});
