import fc from 'fast-check';
import { graphOf } from './_graph';
import { graphDot, graphMermaid } from '../../../src/analysis/graph';
import { authorization, networking } from '../world';

/* Whatever names, hosts and paths are, they are text in a picture, and nothing else. */

const NASTY = [
  '"]\n  evil --> n1', '"; evil [label="', '<script>alert(1)</script>', '%%{init: {"securityLevel":"loose"}}%%', '`**bold**`', '\\', '\\"', 'a\\N', '&quot;',
  '#quot;', 'end', 'subgraph x', 'click n0 "javascript:alert(1)"', '\u2028\u202e\u0000\r', '--', ']]>', '</text>', '\ud800', '${x}',
  'style a fill:#fff;', 'constructor', '__proto__', '',
];
const nasty = fc.constantFrom(...NASTY);
const text = fc.oneof(nasty, fc.string({ maxLength: 12, unit: 'binary' }), fc.tuple(nasty, nasty).map(pair => pair.join('')));

const names = fc.record({ ns: text, name: text, other: text, host: text, path: text, version: text, header: text });
const meshes = names.map(({ ns, name, other, host, path, version, header }) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: ns, labels: { 'istio-injection': 'enabled' } } },
  ...[name, other].map(one => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: one, namespace: ns },
    spec: { template: { metadata: { labels: { app: 'a', version } }, spec: { serviceAccountName: one, containers: [{ name: 'c', ports: [{ containerPort: 80 }] }] } } },
  })),
  { apiVersion: 'v1', kind: 'Service', metadata: { name: host, namespace: ns }, spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } },
  { ...authorization('x/p', { rules: [{ from: [{ source: { principals: [header] } }], to: [{ operation: { paths: [path] } }] }] }), metadata: { name: 'p', namespace: ns } },
  { ...networking('ServiceEntry', 'x/e', { hosts: [host], ports: [{ number: 1, protocol: 'HTTP' }] }), metadata: { name, namespace: ns } },
  { ...networking('Gateway', 'x/g', { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, protocol: host }, hosts: [host] }] }), metadata: { name, namespace: ns } },
  { ...networking('VirtualService', 'x/v', { hosts: [host], gateways: [name, 'mesh'], http: [{ match: [{ headers: { [header]: { exact: path } } }], route: [{ destination: { host, subset: version } }, { destination: { host: other } }] }] }), metadata: { name, namespace: ns } },
]);

const TEXT = '"[A-Za-z0-9 _.,/*=()\\[\\]+#;<>-]*"';
const MERMAID = [
  /^flowchart LR$/, /^$/, /^ +end$/, /^ {2}classDef anchor stroke-dasharray: 3 3$/, /^ {2}class (?:n\d+,)*n\d+ anchor$/,
  new RegExp(`^ +subgraph n?s[\\d_]+\\[${TEXT}\\]$`), new RegExp(`^ +n\\d+[([{/]+${TEXT}[)\\]}/]+$`), new RegExp(`^ {2}n\\d+ (?:-->|==>|-\\.->)\\|${TEXT}\\| n\\d+$`),
];
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const DOT = [
  /^digraph mesh \{$/, /^$/, /^ *\}$/, /^ {2}rankdir=LR;$/, /^ {2}fontname=/, /^ +subgraph cluster_n?s[\d_]+ \{$/, new RegExp(`^ +label=${QUOTED};$`),
  new RegExp(`^ +n\\d+ \\[label=${QUOTED}, shape=[a-z]+(?:, style=(?:[a-z]+|"[a-z,]+"))?\\];$`), new RegExp(`^ {2}n\\d+ -> n\\d+ \\[label=${QUOTED}(?:, style=[a-z]+)?\\];$`),
];

/** Lines that are none of those that a picture is made of. */
function strange(picture: string, lines: readonly RegExp[]): string[] {
  return picture.split(/\r\n|[\n\r\u2028\u2029]/).filter(line => !lines.some(one => one.test(line)));
}

test('no text of the manifests is more than text in Mermaid', () => {
  fc.assert(fc.property(meshes, manifests => {
    const picture = graphMermaid(graphOf(...manifests));
    expect(strange(picture, MERMAID)).toEqual([]);
    // The only tag is our own line break.
    expect(picture.replace(/<br\/>/g, '').match(/[<`%&\\]/g)).toBeNull();
  }), { numRuns: 60 });
});

test('no text of the manifests is more than text in the language of Graphviz', () => {
  fc.assert(fc.property(meshes, manifests => {
    const picture = graphDot(graphOf(...manifests));
    expect(strange(picture, DOT)).toEqual([]);
    // Escapes stand for a backslash, a quotation mark or a line break, never for what Graphviz would put in.
    expect(picture.match(/(?<!\\)(?:\\\\)*\\[^\\n"]/g)).toBeNull();
  }), { numRuns: 60 });
});

test('a name is written so that it is read back as it is', () => {
  const picture = graphMermaid(graphOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a"<b>#1;', namespace: 'n' }, spec: { containers: [] } }));
  expect(picture).toContain('"a#34;#60;b#62;#35;1#59;<br/>');
});
