import { parseArgs } from 'node:util';
import { AccessClientKind } from '../../analysis/access/access-client';
import { AccessVerdict } from '../../analysis/access/access-decision';
import { MeshAccess } from '../../analysis/mesh-access';
import type { StrictMtlsBreak } from '../../analysis/strict-mtls/strict-mtls-break';
import type { Command, Output } from '../command';
import { InputError, known } from '../input-error';
import { loadManifests } from '../load-manifests';

const USAGE = `Usage: cdk8s-istio mtls DIR... [OPTIONS]

Says who reaches whom today without mutual TLS, and would be refused if callees accepted nothing else (STRICT), and why.

  --namespace NAME   a namespace whose workloads become STRICT; may be repeated. Default: the whole mesh
  --inside           only callers whose pods are in the manifests
  --format FORMAT    text or json
  --context DIR      manifests that others own; may be repeated

Exit code 0 if nobody would be refused, 1 if somebody would or may be, 2 if the input is not understood.`;

const OPTIONS = {
  namespace: { type: 'string', multiple: true },
  inside: { type: 'boolean' },
  format: { type: 'string' },
  context: { type: 'string', multiple: true },
} as const;

export const mtls: Command = {
  summary: 'whom STRICT mutual TLS would refuse',
  usage: USAGE,
  run(args: readonly string[], output: Output): number {
    const { values, positionals } = parse(args);
    const format = values.format ?? 'text';
    if (format !== 'text' && format !== 'json') { throw new InputError(`--format must be text or json, not ${format}`); }
    if (positionals.length === 0) { throw new InputError('mtls needs a folder or file of manifests'); }
    const manifests = loadManifests(positionals);
    // A path that was mistaken would have no caller that breaks.
    if (manifests.length === 0) { throw new InputError(`${positionals.join(', ')}: there are no manifests`); }
    const mesh = MeshAccess._of([...loadManifests(values.context ?? []), ...manifests]);
    for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
    const breaks = known(() => mesh.brokenByStrictMtls(values.namespace ?? ['*'])).filter(({ client }) => values.inside !== true || client.kind !== AccessClientKind.NO_IDENTITY);
    output.out(format === 'json' ? JSON.stringify({ version: 1, breaks }, undefined, 2) : textOf(breaks));
    return breaks.length > 0 ? 1 : 0;
  },
};

function textOf(breaks: readonly StrictMtlsBreak[]): string {
  if (breaks.length === 0) { return 'Nobody would be refused under STRICT.'; }
  const certain = breaks.filter(({ verdict }) => verdict === AccessVerdict.DENY).length;
  return [
    `Under STRICT ${certain} would be refused (!), and ${breaks.length - certain} may be (?):`,
    ...breaks.map(({ client, callee, port, verdict, reason, object }) => {
      const where = object && ` [${object.kind} ${object.namespace}/${object.name}${object.file === undefined ? '' : ` (${object.file}:${object.line ?? 1})`}]`;
      return `${verdict === AccessVerdict.DENY ? '!' : '?'} ${client.text} → ${callee.namespace}/${callee.workload}:${port}: ${reason}${where ?? ''}`;
    }),
  ].join('\n');
}

// The type is what parseArgs makes of the options.
// eslint-disable-next-line @typescript-eslint/explicit-function-return-type
function parse(args: readonly string[]) {
  return known(() => parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true }));
}
