/** Nothing that manifests say may become markup. */
export function markdownText(value: string): string {
  return value.replace(/[\\`*_[\]<>|~#]/g, character => `\\${character}`).replace(/[\r\n]+/g, ' ').replace(/@/g, '@\u200b');
}

/** What is meant letter by letter in a cell of a table, which a bar would end. */
export function markdownCellCode(value: string): string {
  return markdownCode(value).replace(/\|/g, '\\|');
}

/** What is meant letter by letter. */
export function markdownCode(value: string): string {
  const inner = value.replace(/[\r\n]+/g, ' ');
  const fence = '`'.repeat(Math.max(0, ...[...inner.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);
  return fence.length === 1 ? `\`${inner}\`` : `${fence} ${inner} ${fence}`;
}
