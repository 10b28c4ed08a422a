import { AccessClientKind } from '../../analysis/access/access-client';
import { AccessVerdict } from '../../analysis/access/access-decision';
import { MeshAccess } from '../../analysis/mesh-access';
import type { StrictMtlsBreak } from '../../analysis/strict-mtls/strict-mtls-break';
import type { Run } from '../command';
import type { MTLS } from '../declarations/mtls';
import { known } from '../input-error';
import { paintLines } from '../paint';
import { readWholeInput } from '../read-input';

export const mtls: Run<typeof MTLS> = ({ values, positionals }, output) => {
  const manifests = readWholeInput(positionals, output, values);
  const context = readWholeInput(values.context ?? [], output, { ...values, mayBeEmpty: true });
  output.at(`${manifests.length} objects: who would be refused`);
  const mesh = MeshAccess._of([...context, ...manifests]);
  for (const problem of mesh.problems()) { output.error(`warning: ${problem}`); }
  const breaks = known(() => mesh.brokenByStrictMtls(values.namespace ?? ['*'])).filter(({ client }) => values.inside !== true || client.kind !== AccessClientKind.NO_IDENTITY);
  output.out(values.format === 'json' ? JSON.stringify({ version: 1, breaks }, undefined, 2) : paintLines(textOf(breaks), output.paint, [[/^! /, 'bad'], [/^\? /, 'doubtful']]));
  return breaks.length > 0 ? 1 : 0;
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
