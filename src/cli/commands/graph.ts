import { findAll } from '../../analysis/findings';
import { graphDifference, withFindings } from '../../analysis/graph';
import { MeshAccess } from '../../analysis/mesh-access';
import { renderGraph } from '../../reports/graph/render-graph';
import type { Run } from '../command';
import type { GRAPH } from '../declarations/graph';
import { formatOf } from '../graph/formats';
import { writeOutput } from '../graph/write-output';
import { exitCodeOf, readInput } from '../read-input';

export const graph: Run<typeof GRAPH> = ({ values, positionals }, output) => {
  const format = formatOf(values.output, values.format);
  const { since, ...given } = values;
  const own = readInput(positionals, output, given);
  const others = readInput(values.context ?? [], output, { ...given, mayBeEmpty: true });
  const past = readInput(since ?? [], output, { ...given, mayBeEmpty: true });
  const { manifests } = own;
  const context = others.manifests;
  output.at(`${manifests.length} objects: drawing them`);
  const mesh = MeshAccess._of([...context, ...manifests]);
  for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
  const found = values['no-findings'] === true ? [] : findAll(manifests, context.length === 0 ? {} : { context }).open;
  const drawn = withFindings(mesh._graph(), found);
  const older = since === undefined ? undefined : MeshAccess._of([...context, ...past.manifests]);
  const { text, warnings } = renderGraph(older === undefined ? drawn : graphDifference(older._graph(), drawn), format);
  warnings.forEach(warning => output.error(`warning: ${warning}`));
  if (values.output === undefined) { output.out(text.replace(/\n$/, '')); } else { writeOutput(values.output, text, [...positionals, ...since ?? []]); }
  return exitCodeOf(0, own, others, past);
};
