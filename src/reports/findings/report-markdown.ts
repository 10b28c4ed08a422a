import { grouped } from './groups';
import type { CheckReport, LocatedFinding } from './located-finding';
import { summaryOf, summaryText } from './summary';

/** For pull requests: a table, repeats as one row. */
export function reportMarkdown(report: CheckReport): string {
  const rows = grouped(report.open).map(({ first, more }) => {
    const { severity, code, aliases, message, fix } = first.finding;
    return `| ${[
      severity,
      [code, ...aliases].join(', '),
      `${placeOf(first)}${more.length === 0 ? '' : ` and ${more.length} more`}`,
      `${message}. ${fix}`,
    ].map(cell).join(' | ')} |`;
  });
  return [
    ...rows.length === 0 ? [] : ['| severity | code | where | what |', '|---|---|---|---|', ...rows, ''],
    ...(report.unread ?? []).flatMap(problem => [`Not read: ${cell(problem)}`, '']),
    summaryText(summaryOf(report)),
  ].join('\n');
}

function placeOf({ file, line, finding: { object, path } }: LocatedFinding): string {
  return `${object.kind} ${object.namespace}/${object.name}${path === '' ? '' : ` ${path}`}${file === undefined ? '' : ` (${file}:${line ?? 1})`}`;
}

function cell(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, character => `\\${character}`).replace(/\s+/g, ' ');
}
