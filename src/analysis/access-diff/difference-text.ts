import type { AccessChange, AccessChangeSide } from './access-change';
import type { SaidChange, ToldDifference } from './said-changes';
import { allowanceText, calleeText, layersText, layerText, sayChanges, verdictsText, workloadsText } from './said-changes';
import { describeObject } from '../access/explain';

/** A difference for a terminal. */
export function differenceText(difference: ToldDifference): string {
  const { allowed, denied, undecided, addedWorkloads, removedWorkloads, usedAllowances, unusedAllowances } = difference;
  const sections = [
    section(`newly allowed (${sayChanges(allowed).length})`, sayChanges(allowed).flatMap(one => changeLines('+', one))),
    section(`not known, for new reasons (${sayChanges(undecided).length})`, sayChanges(undecided).flatMap(one => changeLines('?', one))),
    section(`newly denied (${sayChanges(denied).length})`, sayChanges(denied).flatMap(one => changeLines('-', one))),
    section('workloads', [
      ...addedWorkloads.length === 0 ? [] : [`  new: ${workloadsText(addedWorkloads)}`],
      ...removedWorkloads.length === 0 ? [] : [`  gone, so that nobody reaches them and they reach nobody: ${workloadsText(removedWorkloads)}`],
    ]),
    section(`let pass (${usedAllowances.length})`, usedAllowances.map(entry => `  ${allowanceText(entry)}`)),
    section(`to be let pass, but no difference (${unusedAllowances.length})`, unusedAllowances.map(entry => `  ${allowanceText(entry)}`)),
  ].filter(lines => lines.length > 0);
  return [verdictLine(difference), ...sections.map(lines => lines.join('\n'))].join('\n\n');
}

/** The answer in a sentence. */
export function verdictLine({ allowed, undecided, denied }: ToldDifference): string {
  if (allowed.length > 0) { return 'There is new access.'; }
  if (undecided.length > 0) { return 'Whether there is new access is not known.'; }
  return denied.length > 0 ? 'There is no new access; some is gone.' : 'There is no new access.';
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines];
}

function changeLines(sign: string, said: SaidChange): readonly string[] {
  const { clients, operations, changes } = said;
  return [
    `${sign} ${clients} → ${calleeText(said)}: ${operations.join('; ')}`,
    `    ${layersText(changes)} (${[...new Set(changes.map(verdictsText))].join(', ')})`,
    ...distinct(changes).flatMap(exampleLines),
    ...[...new Set(changes.flatMap(({ causes }) => causes))].map(cause => `    not known: ${cause}`),
  ];
}

/** Examples that end at the same objects are told once. */
function distinct(changes: readonly AccessChange[]): readonly AccessChange[] {
  const keys = changes.map(({ example }) =>
    JSON.stringify([example?.before.object, example?.before.rule, example?.after.object, example?.after.rule]));
  return changes.filter((_, i) => keys.indexOf(keys[i]) === i);
}

/** An example, and what each version makes of it. */
function exampleLines({ example, layer }: AccessChange): readonly string[] {
  if (example === undefined) { return ['    no single request shows it']; }
  return [`    such as ${example.text} (${layerText(layer)})`, `      before: ${sideText(example.before)}`, `      after:  ${sideText(example.after)}`];
}

export function sideText({ verdict, reason, object, rule }: AccessChangeSide): string {
  return `${verdict}: ${reason}${object === undefined ? '' : ` [${describeObject(object, rule)}]`}`;
}
