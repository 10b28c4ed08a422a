import { sections } from './row-cells';
import type { AccessRow } from '../access/access-row';

/** A table in columns. A line a row, so that lines can be searched; the last column has no width. */
export function tableText(rows: readonly AccessRow[], remarks: readonly string[]): string {
  const blocks = sections(rows).map(section => {
    const lines = section.rows.map(cells => cells.map((cell, i) => cell.join(i === cells.length - 1 ? '; ' : SEPARATORS[i])));
    const widths = section.heads.map((head, i) => Math.max(head.length, ...lines.map(line => line[i].length)));
    const noted = lines.some(line => line[line.length - 1] !== '');
    const print = (line: readonly string[]): string => line.slice(0, noted ? line.length : -1).map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd();
    return [`${section.title}:`, '', print(section.heads), ...lines.map(print)].join('\n');
  });
  const all = blocks.length === 0 ? ['Nobody may reach anything: there are no workloads, or everything is closed.'] : blocks;
  return [...all, ...remarks.length === 0 ? [] : [remarks.map(remark => `- ${remark}`).join('\n')]].join('\n\n');
}

const SEPARATORS = [' + ', ' + ', ', ', '; ', ', '];
