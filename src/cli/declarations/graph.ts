import type { Declaration } from '../command';
import { CONTEXT, EXCLUDE, ISTIO_VERSION, MANIFESTS, MESH_CONFIG, WATCH } from './shared';
import { GRAPH_FORMATS } from '../../reports/graph/graph-formats';

export const GRAPH = {
  name: 'graph',
  summary: 'the mesh as a picture: who may do what to whom, and where routes lead',
  forms: ['DIR... -o FILE [OPTIONS]', 'DIR... --format FORMAT [OPTIONS]', 'OLD NEW -o FILE [OPTIONS]'],
  description: ['Draws the mesh: namespaces, workloads and gateways, who may do what to whom, where routes lead, and what is outside.',
    'Two folders with objects of the same names are two versions of one mesh: the second is drawn with what it changes, in colour.'],
  arguments: MANIFESTS,
  options: {
    'output': { value: 'FILE', short: 'o', path: 'written', description: `where to write it; its ending tells how: ${GRAPH_FORMATS.map(name => `.${name}`).join(', ')}` },
    'format': { value: 'FORMAT', choices: GRAPH_FORMATS, description: 'how it is drawn, where no ending tells; without -o, for standard output' },
    'since': { value: 'OLD', path: 'read', multiple: true, description: 'what is other than in an older version, in colour' },
    'denied': { description: 'what is opened to somebody by name and stopped all the same, too; in .html, shown from the start' },
    'unused': { description: 'marks what is allowed and nobody sends; in .html, marked from the start' },
    'context': CONTEXT,
    'mesh-config': MESH_CONFIG,
    'istio-version': { ...ISTIO_VERSION, description: 'the release of Istio by which mistakes are told' },
    'no-findings': { description: 'without the mistakes that check would tell' },
    'exclude': EXCLUDE,
    'watch': WATCH,
  },
  examples: [
    { line: 'cdk8s-istio graph dist/ -o mesh.html', description: 'a page to explore' },
    { line: 'cdk8s-istio graph dist/ --since main/dist/ -o difference.svg', description: 'what a pull request changes' },
    { line: 'cdk8s-istio graph dist/ --denied --unused -o mesh.svg', description: 'where policies disagree, and what they open for nobody' },
    { line: 'cdk8s-istio graph dist/ --format mmd --no-findings', description: 'Mermaid, which GitHub draws in Markdown' },
  ],
  exitCodes: { 0: 'it is drawn' },
} as const satisfies Declaration;
