import type { CheckReport } from './located-finding';
import type { Severity } from '../../analysis/findings';
import { counted } from '../counted';

/** How many findings there are of each kind. */
export interface Summary {
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly acknowledged: number;
  /** How many files and documents could not be read, so that the others are a part. */
  readonly unread: number;
}

export function summaryOf({ open, acknowledged, objects, unread = [] }: CheckReport): Summary {
  const count = (severity: Severity): number => open.filter(({ finding }) => finding.severity === severity).length;
  return { objects, errors: count('error'), warnings: count('warning'), infos: count('info'), acknowledged: acknowledged.length, unread: unread.length };
}

export function summaryText({ objects, errors, warnings, infos, acknowledged, unread }: Summary): string {
  const counts = `${counted(objects, 'object')}: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${counted(infos, 'info')}${acknowledged === 0 ? '' : `, ${acknowledged} acknowledged`}`;
  return unread === 0 ? counts : `${counts}; ${unread} could not be read and ${unread === 1 ? 'is' : 'are'} not checked`;
}
