import type { Acknowledged } from './acknowledgement';
import { ProofMode } from './proof-mode';
import type { GuardRail } from '../analysis/guard-rails';
import { calleesText, callersText } from '../analysis/guard-rails';
import type { Difference, Proof } from '../analysis/proof';
import { reportFile, writeReportFile } from '../private/report-files';

/** What became of one mesh. */
export interface MeshResult {
  readonly mode: ProofMode;
  /** Undefined where nothing was compared. */
  readonly proof?: Proof;
  readonly open: readonly Difference[];
  readonly acknowledged: readonly Acknowledged[];
  /** Guard rails that hold. */
  readonly guardRails: readonly GuardRail[];
  readonly assumptions: readonly string[];
}

/** Writes what was proved, and what of it was taken for granted. */
export function writeReport(outdir: string, results: readonly MeshResult[]): void {
  writeReportFile(reportFile(outdir, 'proof.json'), { meshes: results.map(reportOf) });
}

function reportOf({ proof, open, acknowledged, guardRails, assumptions, mode }: MeshResult): object {
  return {
    verdict: verdictOf(proof, open, acknowledged),
    mode,
    workloads: proof?.workloads ?? 0,
    calls: proof?.calls ?? 0,
    judged: proof?.boundaries ?? [],
    differences: open.map(brief),
    acknowledged: acknowledged.map(({ difference, reason }) => ({ ...brief(difference), reason })),
    guardRails: guardRails.map(guardRailOf),
    ...proof && proof.sharedAccounts.length > 0 ? { sharedServiceAccounts: proof.sharedAccounts } : {},
    assumptions,
  };
}

/** A guard rail that holds; of others there is no report, since the synth fails. */
function guardRailOf({ kind, from, to, operation, port, reason }: GuardRail): object {
  return { kind, from: callersText(from), to: calleesText(to), ...operation, ...port === undefined ? {} : { port }, reason };
}

function verdictOf(proof: Proof | undefined, open: readonly Difference[], acknowledged: readonly Acknowledged[]): string {
  if (proof === undefined) {
    return 'not compared';
  }
  if (open.length > 0) {
    return 'differs';
  }
  if (acknowledged.length > 0) {
    return 'proved but for what is acknowledged';
  }
  // Without calls and without a mechanism there is nothing that could differ.
  return proof.calls === 0 && proof.boundaries.length === 0 ? 'nothing to prove' : 'proved';
}

function brief({ id, side, layer, path, message, object }: Difference): object {
  return { id, side, layer, path, message, ...object ? { object: `${object.kind} ${object.namespace}/${object.name}` } : {} };
}
