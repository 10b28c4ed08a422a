import type { AccessChange, AccessChangeSide } from './access-change';
import { verdictLine } from './difference-text';
import { markdownCellCode as cellCode, markdownCode as code, markdownText as text } from './markdown';
import type { SaidChange, ToldDifference } from './said-changes';
import { allowanceText, calleeText, layersText, layerText, sayChanges, verdictsText, workloadsText } from './said-changes';
import { describeObject } from '../access/explain';

/** A difference for a pull request: a table of each direction, with examples folded away. */
export function differenceMarkdown(difference: ToldDifference): string {
  const { allowed, denied, undecided, addedWorkloads, removedWorkloads, usedAllowances, unusedAllowances } = difference;
  return [
    `## Access: ${verdictLine(difference)}`,
    ...table('Newly allowed', 'who lets it through now', sayChanges(allowed)),
    ...table('Not known, for new reasons', 'where', sayChanges(undecided)),
    ...table('Newly denied', 'who refuses it', sayChanges(denied)),
    ...addedWorkloads.length === 0 ? [] : [`**New workloads:** ${text(workloadsText(addedWorkloads))}`],
    ...removedWorkloads.length === 0 ? [] : [`**Workloads that are gone:** ${text(workloadsText(removedWorkloads))}`],
    ...list('Let pass', usedAllowances.map(allowanceText)),
    ...list('To be let pass, but no difference', unusedAllowances.map(allowanceText)),
  ].join('\n\n');
}

function table(title: string, by: string, said: readonly SaidChange[]): readonly string[] {
  if (said.length === 0) { return []; }
  return [
    `### ${title} (${said.length})`,
    [
      `| who | may do | at | ${by} |`,
      '|---|---|---|---|',
      ...said.map(one => `| ${text(one.clients)} | ${one.operations.map(cellCode).join('<br>')} | ${text(calleeText(one))} | ${text(layersText(one.changes))} |`),
    ].join('\n'),
    [
      '<details><summary>Examples, and the objects that decide</summary>',
      '',
      ...said.flatMap(one => [
        `- **${text(one.clients)} → ${text(calleeText(one))}** (${[...new Set(one.changes.map(verdictsText))].join(', ')})`,
        ...one.changes.flatMap(exampleItems),
        ...[...new Set(one.changes.flatMap(({ causes }) => causes))].map(cause => `  - not known: ${text(cause)}`),
      ]),
      '',
      '</details>',
    ].join('\n'),
  ];
}

function exampleItems({ example, layer }: AccessChange): readonly string[] {
  if (example === undefined) { return [`  - ${layerText(layer)}: no single request shows it`]; }
  return [
    `  - ${layerText(layer)}: ${code(example.text)}`,
    `    - before: ${side(example.before)}`,
    `    - after: ${side(example.after)}`,
  ];
}

function side({ verdict, reason, object, rule }: AccessChangeSide): string {
  return `${verdict}, ${text(reason)}${object === undefined ? '' : ` (${code(describeObject(object, rule))})`}`;
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`### ${title} (${items.length})`, items.map(item => `- ${text(item)}`).join('\n')];
}
