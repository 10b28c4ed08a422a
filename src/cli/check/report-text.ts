import type { Severity } from '../../analysis/findings';
import { grouped } from '../../reports/findings/groups';
import type { CheckReport, LocatedFinding } from '../../reports/findings/located-finding';
import { summaryOf, summaryText } from '../../reports/findings/summary';
import { PLAIN } from '../paint';
import type { Paint, Style } from '../paint';

/** Of findings that are alike, so many are shown in full or by their place. */
const SHOWN = 3;
const PLACES = 10;

const STYLES: { readonly [S in Severity]: Style } = { error: 'bad', warning: 'doubtful', info: 'remark' };

/** For people: each finding with its place and the line that is meant, repeats together. */
export function reportText(report: CheckReport, paint: Paint = PLAIN): string {
  const parts = grouped(report.open).flatMap(({ first, more }) => {
    const rest = more.slice(SHOWN - 1);
    const full = [first, ...more.slice(0, SHOWN - 1)];
    return [
      ...full.map((one, i) => findingText(one, i === full.length - 1, paint)),
      ...rest.length === 0 ? [] : [`  and ${rest.length} more like it: ${rest.slice(0, PLACES).map(placeOf).join(', ')}${rest.length > PLACES ? ', …' : ''}`],
    ];
  });
  return [...parts, ...parts.length === 0 ? [] : [''], summaryText(summaryOf(report))].join('\n');
}

function findingText(located: LocatedFinding, withFix: boolean, paint: Paint): string {
  const { finding, line, text } = located;
  const { severity, code, aliases, message, object, path, fix } = finding;
  const names = aliases.length === 0 ? code : `${code} (${aliases.join(', ')})`;
  const about = `${object.kind} ${object.namespace}/${object.name}`;
  return [
    `${located.file === undefined ? '' : `${placeOf(located)}: `}${paint(STYLES[severity], severity)} ${paint('strong', names)}: ${message}`,
    `  ${about}${path === '' ? '' : `, ${path}`}${finding.origin?.constructPath === undefined ? '' : ` (construct ${finding.origin.constructPath})`}`,
    ...text === undefined ? [] : [`  ${paint('faint', `${String(line).padStart(6)} |`)} ${text}`],
    ...withFix ? [`  fix: ${fix}`] : [],
  ].join('\n');
}

function placeOf({ file, line, finding: { object, path } }: LocatedFinding): string {
  return file === undefined ? `${object.kind} ${object.namespace}/${object.name}${path === '' ? '' : ` ${path}`}` : `${file}:${line ?? 1}`;
}
