import type { CheckReport } from './located-finding';
import type { Severity } from '../../analysis/findings';

/** How many findings there are of each kind. */
export interface Summary {
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly acknowledged: number;
}

export function summaryOf({ open, acknowledged, objects }: CheckReport): Summary {
  const count = (severity: Severity): number => open.filter(({ finding }) => finding.severity === severity).length;
  return { objects, errors: count('error'), warnings: count('warning'), infos: count('info'), acknowledged: acknowledged.length };
}

export function summaryText({ objects, errors, warnings, infos, acknowledged }: Summary): string {
  return `${many(objects, 'object')}: ${many(errors, 'error')}, ${many(warnings, 'warning')}, ${many(infos, 'info')}${acknowledged === 0 ? '' : `, ${acknowledged} acknowledged`}`;
}

function many(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
