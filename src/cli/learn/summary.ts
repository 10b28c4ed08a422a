import type { AppDefinition } from '../../learn/app-definition';
import type { LeftOut } from '../../learn/observations';
import { listed } from '../../learn/questions';
import type { Traffic } from '../../learn/traffic';
import { groupBy } from '../../learn/units';
import { visible } from '../../learn/visible';
import { counted } from '../../reports/counted';

/** So many places are named of what was left out for one reason. */
const NAMED = 3;

/** What was learned, what is asked, and what was left out: for people. */
export function summaryText(traffic: Traffic, { declared, questions }: AppDefinition): readonly string[] {
  const callers = new Set(declared.map(({ caller }) => caller!.key)).size;
  return [
    `learned: ${counted(declared.length, 'call')} of ${counted(callers, 'caller')}`,
    ...questions.count === 0 ? [] : [
      `${counted(questions.count, 'question')}, each at its place in the code:`,
      ...questions.summary().map(line => `  ${line}`),
    ],
    ...leftText(traffic.left),
  ];
}

/** What could not be used, by reason. */
export function leftText(left: readonly LeftOut[]): readonly string[] {
  if (left.length === 0) { return []; }
  const byReason = [...groupBy(left, ({ reason }) => reason)].sort(([, a], [, b]) => b.length - a.length || (a[0].reason < b[0].reason ? -1 : 1));
  return [`left out (${left.length}):`, ...byReason.map(([reason, list]) => `  ${visible(`${listed(list.map(({ place }) => place), NAMED)}: ${reason}`)}`)];
}
