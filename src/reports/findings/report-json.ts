import type { CheckReport, LocatedFinding } from './located-finding';
import { summaryOf } from './summary';

/** For programs: every finding, none grouped. */
export function reportJson(report: CheckReport): string {
  return JSON.stringify({
    findings: report.open.map(findingJson),
    acknowledged: report.acknowledged.map(one => ({ ...findingJson(one), reason: one.reason })),
    unread: report.unread ?? [],
    summary: summaryOf(report),
  }, undefined, 2);
}

function findingJson({ finding, file, line }: LocatedFinding): object {
  const { code, aliases, severity, object, path, message, fix, origin } = finding;
  return {
    code,
    aliases,
    severity,
    object,
    path,
    message,
    fix,
    file: file ?? null,
    line: line ?? null,
    ...origin?.constructPath === undefined ? {} : { constructPath: origin.constructPath },
  };
}
