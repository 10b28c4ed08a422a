import { parseArgs } from 'node:util';
import { findAll } from '../../analysis/findings';
import { graphDifference, withFindings } from '../../analysis/graph';
import { MeshAccess } from '../../analysis/mesh-access';
import { FORMAT_NAMES, renderGraph } from '../../reports/graph/render-graph';
import type { Command, Output } from '../command';
import { formatOf } from '../graph/formats';
import { writeOutput } from '../graph/write-output';
import { InputError, known } from '../input-error';
import { loadManifests } from '../load-manifests';

const USAGE = `Usage: cdk8s-istio graph DIR... -o FILE [OPTIONS]

Draws the mesh: namespaces, workloads and gateways, who may do what to whom, where routes lead, and what is outside.

  -o, --output FILE    where to write it; how, is told by its ending: ${FORMAT_NAMES.map(name => `.${name}`).join(', ')}
  --format FORMAT      ${FORMAT_NAMES.join(', ')}; without -o, for standard output
  --since OLD          what is other than in an older version, in colour; may be repeated
  --context DIR        manifests that others own; may be repeated
  --no-findings        without the mistakes that check would tell

Exit code 0 if it is drawn, 2 if the input is not understood.`;

const OPTIONS = {
  'output': { type: 'string', short: 'o' },
  'format': { type: 'string' },
  'since': { type: 'string', multiple: true },
  'context': { type: 'string', multiple: true },
  'no-findings': { type: 'boolean' },
} as const;

export const graph: Command = {
  summary: 'the mesh as a picture: who may do what to whom, and where routes lead',
  usage: USAGE,
  run(args: readonly string[], output: Output): number {
    const { values, positionals } = known(() => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true }));
    if (positionals.length === 0) { throw new InputError('graph needs a folder or file of manifests'); }
    const format = formatOf(values.output, values.format);
    const manifests = loadManifests(positionals);
    if (manifests.length === 0) { throw new InputError(`${positionals.join(', ')}: there are no manifests, that is no objects in files that end with .yaml, .yml or .json`); }
    const context = loadManifests(values.context ?? []);
    const mesh = MeshAccess._of([...context, ...manifests]);
    for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
    const found = values['no-findings'] === true ? [] : findAll(manifests, context.length === 0 ? {} : { context }).open;
    const drawn = withFindings(mesh._graph(), found);
    const older = values.since === undefined ? undefined : MeshAccess._of([...context, ...loadManifests(values.since)]);
    const { text, warnings } = renderGraph(older === undefined ? drawn : graphDifference(older._graph(), drawn), format);
    warnings.forEach(warning => output.error(`warning: ${warning}`));
    if (values.output === undefined) { output.out(text.replace(/\n$/, '')); } else { writeOutput(values.output, text, [...positionals, ...values.since ?? []]); }
    return 0;
  },
};
