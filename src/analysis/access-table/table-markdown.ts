import { sections } from './row-cells';
import type { AccessRow } from '../access/access-row';

/** A table in Markdown. */
export function tableMarkdown(rows: readonly AccessRow[], remarks: readonly string[]): string {
  const blocks = sections(rows).map(section => {
    const lines = section.rows.map(cells => cells.map(cell => cell.map(escape).join('<br>')));
    return [`### ${section.title}`, '', line(section.heads.map(head => head.toLowerCase())), line(section.heads.map(() => '---')), ...lines.map(line)].join('\n');
  });
  const all = blocks.length === 0 ? ['Nobody may reach anything: there are no workloads, or everything is closed.'] : blocks;
  return [...all, ...remarks.length === 0 ? [] : [remarks.map(remark => `- ${escape(remark)}`).join('\n')]].join('\n\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Text that Markdown or HTML would take for its own. */
function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|~]/g, character => (character === '<' ? '&lt;' : `\\${character}`)).replace(/\s+/g, ' ');
}
