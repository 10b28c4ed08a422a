import type { Declaration } from '../src/cli/command';
import { exitCodesOf } from '../src/cli/exit-codes';
import { helpOf } from '../src/cli/help';

/** Where what is made begins. */
export const MARK = '<!-- What follows is made by: npx tsx scripts/command-docs.ts -->';

/** The end of docs/command.md. */
export function commandReference(declarations: readonly Declaration[]): string {
  const common = exitCodesOf();
  const own = declarations.flatMap(declaration =>
    exitCodesOf(declaration).filter(([code]) => !common.some(([one]) => one === code)).map(([code, meaning]) => `| ${code} | \`${declaration.name}\`: ${meaning} |`));
  return [
    MARK,
    '',
    '## Exit codes',
    '',
    '| code | what it means |',
    '|---|---|',
    ...[...own].sort(),
    ...common.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    '',
    '## Help',
    '',
    ...declarations.flatMap(declaration => [`### ${declaration.name}`, '', '```text', helpOf(declaration), '```', '']),
  ].join('\n');
}
