import { basename } from 'node:path';
import { defineApp } from '../../learn/app-definition';
import type { Reading } from '../../learn/observations';
import { joined } from '../../learn/observations';
import { trafficOf } from '../../learn/traffic';
import type { Output, Run } from '../command';
import type { LEARN } from '../declarations/learn';
import { writeOutput } from '../graph/write-output';
import { InputError } from '../input-error';
import { askPrometheus } from '../learn/ask-prometheus';
import { readSources } from '../learn/read-sources';
import { leftText, summaryText } from '../learn/summary';
import { synthProblems } from '../learn/try-app';

export const learn: Run<typeof LEARN> = ({ values, positionals }, output) => {
  const { prometheus } = values;
  if (positionals.length === 0 && prometheus === undefined) { throw new InputError('learn needs a file of observed traffic, or --prometheus URL'); }
  if (prometheus === undefined && (values.window ?? values.header ?? values.timeout) !== undefined) { throw new InputError('--window, --header and --timeout are for --prometheus'); }
  if (values.merge === undefined && (values.format ?? values.context ?? values.exclude) !== undefined) { throw new InputError('--format, --context and --exclude are for --merge'); }
  const files = readSources(positionals, values.namespace === undefined ? {} : { namespace: values.namespace }, text => output.at(text));
  const finish = (reading: Reading): number => {
    reading.remarks.forEach(remark => output.error(`warning: ${remark}`));
    if (reading.observations.length === 0) {
      leftText(reading.left).forEach(line => output.error(line));
      throw new InputError('no traffic was found in what was read, so nothing can be learned');
    }
    return write(reading, [...positionals.map(file => (file === '-' ? 'standard input' : basename(file))), ...prometheus === undefined ? [] : ['Prometheus']], positionals, values.output, output);
  };
  if (prometheus === undefined) { return finish(files); }
  const options = { url: prometheus, window: values.window ?? '1h', headers: values.header ?? [], timeout: values.timeout ?? '30' };
  return askPrometheus(options, text => output.at(text)).then(answer => finish(joined([files, answer])));
};

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
