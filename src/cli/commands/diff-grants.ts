import type { AccessGrant } from '../../analysis/access-diff/access-grant';
import { sideText } from '../../analysis/access-diff/difference-text';
import { markdownCellCode, markdownText } from '../../analysis/access-diff/markdown';
import { operationText } from '../../analysis/access-table';

/** What should not be possible, for a terminal. */
export function grantsText(title: string, grants: readonly AccessGrant[]): string {
  if (grants.length === 0) { return `${title}: none`; }
  return [`${title} (${grants.length}):`, ...grants.flatMap(grant => [
    `! ${grant.client.text} → ${calleeText(grant)}: ${operationsText(grant)} (${grant.verdict})`,
    ...grant.example === undefined ? [] : [`    such as ${grant.example}`],
    ...grant.decidedBy.map(side => `      ${sideText(side)}`),
    ...grant.causes.map(cause => `    not known: ${cause}`),
  ])].join('\n');
}

export function grantsMarkdown(title: string, grants: readonly AccessGrant[]): string {
  if (grants.length === 0) { return `### ${title}: none`; }
  return [`### ${title} (${grants.length})`, '', '| who | may do | at | |', '|---|---|---|---|', ...grants.map(grant =>
    `| ${markdownText(grant.client.text)} | ${grant.operations.map(operationText).map(markdownCellCode).join('<br>')} | ${markdownText(calleeText(grant))} | ${grant.verdict} |`)].join('\n');
}

export function grantsJson(grants: readonly AccessGrant[]): readonly object[] {
  return grants.map(grant => ({ ...grant }));
}

function calleeText({ callee, port }: AccessGrant): string {
  return `${callee.namespace}/${callee.workload}:${port}`;
}

function operationsText({ operations }: AccessGrant): string {
  return operations.map(operationText).join('; ');
}
