import { LocatedText } from './locate';
import type { AcknowledgedFinding, Finding, FindingsResult } from '../../analysis/findings';

/** A finding with the line that it is about. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** What stands there. */
  readonly text?: string;
}

export interface LocatedAcknowledgement extends LocatedFinding {
  readonly reason: string;
}

/** Everything that a check found, as it is printed. */
export interface CheckReport {
  readonly open: readonly LocatedFinding[];
  readonly acknowledged: readonly LocatedAcknowledgement[];
  /** How many objects were checked. */
  readonly objects: number;
  /** What may be manifests and could not be read, so that it was not checked, one sentence each. @default - none */
  readonly unread?: readonly string[];
}

/** Finds the lines of findings; a text is read again only if there is a finding in it. */
export function locate({ open, acknowledged }: FindingsResult, objects: number, textOf: (file: string) => string): CheckReport {
  const texts = new Map<string, LocatedText>();
  const textIn = (file: string): LocatedText => {
    const known = texts.get(file) ?? new LocatedText(textOf(file));
    texts.set(file, known);
    return known;
  };
  const locateOne = (finding: Finding): LocatedFinding => {
    const { file, line } = finding.origin ?? {};
    if (file === undefined) { return { finding }; }
    const text = textIn(file);
    const at = text.lineOf(line ?? 1, finding.path);
    return { finding, file, line: at, text: text.lines[at - 1] ?? '' };
  };
  return {
    open: open.map(locateOne),
    acknowledged: acknowledged.map(({ finding, reason }: AcknowledgedFinding) => ({ ...locateOne(finding), reason })),
    objects,
  };
}
