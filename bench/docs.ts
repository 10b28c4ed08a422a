import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measured, Ratio, Report, Results } from './results';
import { CALLS, OBJECTS } from './trees/shape';

/** Keeps the results, and writes the page that tells of them. */
export function performancePage(root: string, results: Results): void {
  results.write(join(root, 'bench', 'results.json'));
  writeFileSync(join(root, 'docs', 'performance.md'), pageOf(results.report));
}

/** docs/performance.md, of the results and of nothing else that changes. */
export function pageOf(report: Report): string {
  const { measured, ratios, node, cpu, cores, gigabytes, time } = report;
  const part = (name: string): readonly Measured[] => measured.filter(one => one.part === name);
  return `# How fast it is

Written by \`npm run bench -- --docs\`, which measures everything on one machine and in one run; so ratios mean more than milliseconds.
Measured last on ${cores} cores (${cpu}), ${gigabytes} GB of memory, Node.js ${node}${time === 'cpu' ? ', in time of the processor, since other work shared the machine' : ''}.

Each workload has eight objects: a ServiceAccount, a Deployment, a Service, an AuthorizationPolicy, a Sidecar, a NetworkPolicy, a
VirtualService and a DestinationRule. It calls five others, and is called by five. Fifty share a namespace, which has five more objects.

## Synthesis

From an empty \`App\` to the files, in a process of its own that nothing has warmed up. The same mesh is synthesized three ways: with our
constructs; with cdk8s-plus and \`ApiObject\`, by hand; and as bare \`ApiObject\`s that have nothing to find out, which is what cdk8s
itself takes. In seconds, and megabytes at the most:

${synthTable(part('synth'))}

cdk8s prints what it writes with a printer that can do everything YAML can. While an app with our constructs is written, names and
numbers are printed by a smaller one, to the byte the same (\`src/private/yaml-text.ts\`): that is where the difference to bare objects
comes from.

### What the checks cost, and what bounds them

${costs(part('synth'))}

Code that runs for the first time is several times slower than what the engine has optimized, and checks are much code: the proof
decides every declared call as Istio's proxies and Kubernetes would, and reads what each workload admits as sets; some 340 rules look at
every object. What cdk8s does with an object is little code that runs very often. So in a process that has just started the checks weigh
most where there is little to check. Large meshes leave much in memory that the engine has to look through again and again: with all
checks on 10,000 workloads, near a third of the time was its garbage collection when that was last profiled.

## The command

A whole process each, from its start to its end, files read and all:

${table(['', 'workloads', 'seconds'], [...part('commands')].map(one => [one.name, one.workloads === undefined ? '' : String(one.workloads), seconds(one.milliseconds)]))}

## Analysis alone

In a process that has done it before, as tests and editors do:

${table(['', 'workloads', 'seconds'], [...part('checks'), ...part('differences'), ...part('nca')].map(one =>
  [one.name, String(one.workloads ?? ''), seconds(one.milliseconds)]))}

[network-config-analyzer](network-config-analyzer.md) tells who may connect to whom, as the access table does. It is a program in Python
that starts, reads the files and compares all pairs of pods; ours is measured with and without reading the files.

## Ratios

Those that have a bound are held to it by \`npm run bench\`, which fails where one misses:

${table(['ratio', 'measured', 'bound', ''], ratios.map(one => [one.name, String(one.value), boundOf(one), one.good ? '' : 'missed']))}

## Measure again

\`\`\`sh
npm run bench                                   # prints, and writes test-reports/bench.json
npm run bench -- --docs                         # writes this page and bench/results.json as well
npm run bench -- --sizes 100 --workloads 100 --checked 100 --rounds 1 --nca 0
npm run bench -- --time cpu                     # of synthesis the time of the processor, where other work shares the machine
\`\`\`
`;
}

/** What proof and findings add to synthesis, for each call and each object. */
function costs(measured: readonly Measured[]): string {
  const sizes = [...new Set(measured.map(({ workloads }) => workloads!))];
  const took = (ending: string, size: number): number =>
    measured.find(({ name, workloads }) => name.endsWith(ending) && workloads === size)!.milliseconds;
  const added = (ending: string, size: number, count: number): string => {
    const microseconds = (took(ending, size) - took('without checks', size)) * 1000 / (size * count);
    return String(Math.max(0, Math.round(microseconds)));
  };
  return table(['microseconds', ...sizes.map(size => `${size} workloads`)], [
    ['the proof, of each call', ...sizes.map(size => added('with the proof', size, CALLS))],
    ['findings, of each object', ...sizes.map(size => added('with findings', size, OBJECTS))],
    ['all of a bare object', ...sizes.map(size => String(Math.round(took('bare ApiObjects', size) * 1000 / (size * OBJECTS))))],
  ]);
}

function synthTable(measured: readonly Measured[]): string {
  const sizes = [...new Set(measured.map(({ workloads }) => workloads!))];
  const names = [...new Set(measured.map(({ name }) => name))];
  const cell = (name: string, size: number): string => {
    const one = measured.find(other => other.name === name && other.workloads === size)!;
    return `${seconds(one.milliseconds)} (${one.megabytes} MB)`;
  };
  return table(['', ...sizes.map(size => `${size} workloads`)], names.map(name => [name, ...sizes.map(size => cell(name, size))]));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map((_, i) => (i === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)].join('\n');
}

function seconds(milliseconds: number): string {
  return milliseconds < 100 ? (milliseconds / 1000).toFixed(3) : (milliseconds / 1000).toFixed(2);
}

function boundOf({ atMost, atLeast }: Ratio): string {
  return atMost !== undefined ? `at most ${atMost}` : atLeast !== undefined ? `at least ${atLeast}` : '';
}
