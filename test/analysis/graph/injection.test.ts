import fc from 'fast-check';
import { graphOf } from './_graph';
import { meshes } from './_nasty';
import { graphDot, graphMermaid } from '../../../src/analysis/graph';

/* Whatever names, hosts and paths are, they are text in a picture, and nothing else. */

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
