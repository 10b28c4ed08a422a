import { findAll } from '../../analysis/findings';
import { graphDifference, withFindings } from '../../analysis/graph';
import { MeshAccess } from '../../analysis/mesh-access';
import { renderGraph } from '../../reports/graph/render-graph';
import { readMeshConfigFile } from '../check/mesh-config-file';
import { istioVersionOf } from '../check/run-check';
import type { Run } from '../command';
import type { GRAPH } from '../declarations/graph';
import { formatOf } from '../graph/formats';
import { twoVersions } from '../graph/two-versions';
import { writeOutput } from '../graph/write-output';
import { exitCodeOf, readInput } from '../read-input';

export const graph: Run<typeof GRAPH> = ({ values, positionals }, output) => {
  const format = formatOf(values.output, values.format);
  const istioVersion = istioVersionOf(values['istio-version']);
  const { since, ...given } = values;
  const own = readInput(positionals, output, given);
  const others = readInput(values.context ?? [], output, { ...given, mayBeEmpty: true });
  const past = readInput(since ?? [], output, { ...given, mayBeEmpty: true });
  const versions = since === undefined ? twoVersions(positionals, own.manifests) : undefined;
  if (versions !== undefined) { output.error(`${positionals.join(' and ')} have objects of the same names, so the second is drawn with what it changes, as by --since`); }
  const manifests = versions?.newer ?? own.manifests;
  const settings = values['mesh-config'] === undefined ? [] : readMeshConfigFile(values['mesh-config']);
  const context = [...others.manifests, ...settings];
  output.at(`${manifests.length} objects: drawing them`);
  const unread = [own, others, past].flatMap(input => input.unread);
  const mesh = MeshAccess._of([...context, ...manifests], {}, unread);
  for (const problem of mesh.problems().slice(unread.length)) { output.error(`warning: ${problem}`); }
  const found = values['no-findings'] === true ? [] : findAll(manifests, { istioVersion, ...context.length === 0 ? {} : { context } }).open;
  // A page can show what is denied whenever it is asked for.
  const denied = values.denied === true || format === 'html';
  const drawn = withFindings(mesh._graph({ denied }), found);
  const before = versions?.older ?? (since === undefined ? undefined : past.manifests);
  const older = before === undefined ? undefined : MeshAccess._of([...context, ...before]);
  const shown = older === undefined ? drawn : graphDifference(older._graph({ denied }), drawn);
  const { text, warnings } = renderGraph(shown, format, { denied: values.denied === true, unused: values.unused === true });
  warnings.forEach(warning => output.error(`warning: ${warning}`));
  if (values.output === undefined) { output.out(text.replace(/\n$/, '')); } else { writeOutput(values.output, text, [...positionals, ...since ?? []]); }
  return exitCodeOf(0, own, others, past);
};
