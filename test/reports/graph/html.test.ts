import { createHash } from 'node:crypto';
import { App } from 'cdk8s';
import fc from 'fast-check';
import { strayMarkup } from './_markup';
import { MeshAccess } from '../../../src/analysis/mesh-access';
import { graphHtml } from '../../../src/reports/graph/html';
import { graphOf } from '../../analysis/graph/_graph';
import { meshes } from '../../analysis/graph/_nasty';
import { namespace, peerAuthentication, workload } from '../../analysis/world';
import { Bookinfo } from 'cdk8s-istio';

const app = new App();
new Bookinfo(app, 'bookinfo');
const graph = MeshAccess.fromApp(app)._graph();

const SVG = ['svg', 'title', 'defs', 'marker', 'path', 'rect', 'g', 'text', 'tspan'];
const HTML = ['html', 'head', 'meta', 'style', 'body', 'header', 'h1', 'input', 'details', 'summary', 'div', 'button', 'span', 'main', 'section', 'footer', 'ul', 'li', 'script'];

/** A page without its own style and script, of which its policy has the sums. */
function markupOf(page: string): string {
  return page.replace('<!DOCTYPE html>\n', '').replace(/<style>[^<]*<\/style>/, '').replace(/ hidden>/, '>').replace(/<script>[\s\S]*<\/script>\n<\/body>/, '</body>');
}

function dataOf(page: string): { readonly objects: { readonly [key: string]: { readonly yaml: string } } } {
  const [, text] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(page)!;
  return JSON.parse(text) as ReturnType<typeof dataOf>;
}

test('the page may load nothing, and run nothing but its own script', () => {
  const page = graphHtml(graph);
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page)!;
  const sum = (element: string): string => {
    const [, text] = new RegExp(`<${element}>([\\s\\S]*?)</${element}>\n`).exec(page)!;
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  expect(policy).toBe(`default-src 'none'; style-src ${sum('style')}; script-src ${sum('script')}; base-uri 'none'; form-action 'none'`);
  expect(page).not.toMatch(/\b(?:href|src)=|https?:\/\/(?!www\.w3\.org)[a-z]+\.[a-z]/);
});

test('it has the objects that decide, as YAML', () => {
  const { objects } = dataOf(graphHtml(graph));
  expect(objects['of AuthorizationPolicy bookinfo/details'].yaml).toContain('- cluster.local/ns/bookinfo/sa/bookinfo-productpage');
  expect(Object.keys(objects)).toEqual(expect.arrayContaining(['of PeerAuthentication bookinfo/default', 'of Sidecar bookinfo/productpage']));
});

test('it has no environment of anybody\'s containers', () => {
  const containers = [{ name: 'app', env: [{ name: 'TOKEN', value: 'hunter2' }], ports: [{ containerPort: 8080 }] }];
  const page = graphHtml(graphOf(namespace('pay'), peerAuthentication('pay/default', { mtls: { mode: 'STRICT' } }), workload('pay/api', { spec: { containers } })));
  expect(dataOf(page).objects['of Deployment pay/api'].yaml).toContain('name: api');
  expect(page).not.toContain('hunter2');
});

test('the same graph is the same page', () => {
  expect(graphHtml(graph)).toBe(graphHtml(graph));
});

test('no text of the manifests is more than text', () => {
  fc.assert(fc.property(meshes, manifests => {
    const page = graphHtml(graphOf(...manifests));
    expect(strayMarkup(markupOf(page), [...SVG, ...HTML], ['meta', 'input'])).toEqual([]);
    expect(() => dataOf(page)).not.toThrow();
  }), { numRuns: 40 });
});

test('a page of nothing is a page', () => {
  expect(strayMarkup(markupOf(graphHtml(graphOf())), [...SVG, ...HTML], ['meta', 'input'])).toEqual([]);
});
