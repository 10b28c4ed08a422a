import { basename } from 'node:path';
import { MeshAccess } from '../../analysis/mesh-access';
import { buildModel } from '../../analysis/model';
import { defineApp } from '../../learn/app-definition';
import { compareTraffic } from '../../learn/compare';
import type { Reading } from '../../learn/observations';
import { joined } from '../../learn/observations';
import { trafficOf } from '../../learn/traffic';
import type { Given, Output, Run } from '../command';
import type { LEARN } from '../declarations/learn';
import { writeOutput } from '../graph/write-output';
import { InputError } from '../input-error';
import { askPrometheus } from '../learn/ask-prometheus';
import { comparisonJson, comparisonText } from '../learn/comparison';
import { readSources } from '../learn/read-sources';
import { leftText, summaryText } from '../learn/summary';
import { synthProblems } from '../learn/try-app';
import { exitCodeOf, readInput } from '../read-input';

export const learn: Run<typeof LEARN> = ({ values, positionals }, output) => {
  const { prometheus } = values;
  if (positionals.length === 0 && prometheus === undefined) { throw new InputError('learn needs a file of observed traffic, or --prometheus URL'); }
  if (prometheus === undefined && (values.window ?? values.header ?? values.timeout) !== undefined) { throw new InputError('--window, --header and --timeout are for --prometheus'); }
  if (values.merge !== undefined && values.output !== undefined) { throw new InputError('--merge compares and writes no code; leave out -o, and redirect standard output'); }
  if (values.merge === undefined && (values.format ?? values.context ?? values.exclude) !== undefined) { throw new InputError('--format, --context and --exclude are for --merge'); }
  const files = readSources(positionals, values.namespace === undefined ? {} : { namespace: values.namespace }, text => output.at(text));
  const finish = (reading: Reading): number => {
    reading.remarks.forEach(remark => output.error(`warning: ${remark}`));
    if (reading.observations.length === 0) {
      leftText(reading.left).forEach(line => output.error(line));
      throw new InputError('no traffic was found in what was read, so nothing can be learned');
    }
    if (values.merge !== undefined) { return compare(reading, values, output); }
    return write(reading, [...positionals.map(file => (file === '-' ? 'standard input' : basename(file))), ...prometheus === undefined ? [] : ['Prometheus']], positionals, values.output, output);
  };
  if (prometheus === undefined) { return finish(files); }
  const options = { url: prometheus, window: values.window ?? '1h', headers: values.header ?? [], timeout: values.timeout ?? '30' };
  return askPrometheus(options, text => output.at(text)).then(answer => finish(joined([files, answer])));
};

/** Holds traffic against manifests. */
function compare(reading: Reading, values: Given<typeof LEARN>['values'], output: Output): number {
  const own = readInput(values.merge ?? [], output, values);
  const others = readInput(values.context ?? [], output, { ...values, mayBeEmpty: true });
  const manifests = [...others.manifests, ...own.manifests];
  const mesh = MeshAccess._of(manifests);
  for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
  const traffic = trafficOf(reading);
  output.at(`${traffic.edges.length} calls: comparing them`);
  const comparison = compareTraffic(traffic, mesh, buildModel(manifests), mesh.table());
  output.out(values.format === 'json' ? comparisonJson(comparison, traffic.left) : comparisonText(comparison, traffic.left, output.paint));
  return exitCodeOf(comparison.refused.length + comparison.unknown.length > 0 ? 1 : 0, own, others);
}

function write(reading: Reading, sources: readonly string[], inputs: readonly string[], file: string | undefined, output: Output): number {
  const traffic = trafficOf(reading);
  output.at(`${traffic.edges.length} calls: writing them`);
  const definition = defineApp(traffic, sources);
  const text = definition.file.toString();
  if (file === undefined) { output.out(text.replace(/\n$/, '')); } else { writeOutput(file, text, inputs); }
  summaryText(traffic, definition).forEach(line => output.error(line));
  output.at('synthesizing it, to try it');
  synthProblems(definition).forEach(problem => output.error(`warning: this does not synthesize yet: ${problem}`));
  return 0;
}
