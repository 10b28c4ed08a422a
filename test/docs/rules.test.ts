import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesPages } from '../../scripts/rules-page';
import { RULES } from '../../src/analysis/findings/catalogue';

const DOCS = join(__dirname, '../../docs');
const PAGES = rulesPages();

test('the pages of rules are what `npm run rules` writes', () => {
  // Not by toEqual(): a difference of thousands of lines helps nobody.
  expect([...PAGES].filter(([file, text]) => !existsSync(join(DOCS, file)) || readFileSync(join(DOCS, file), 'utf8') !== text).map(([file]) => file)).toEqual([]);
  expect(readdirSync(join(DOCS, 'rules')).map(file => `rules/${file}`).filter(file => !PAGES.has(file))).toEqual([]);
});

test('each rule is on one page, and in the table of all', () => {
  for (const { code } of RULES) {
    expect([...PAGES].filter(([, text]) => text.includes(`\n## ${code}\n`))).toHaveLength(1);
    expect(PAGES.get('rules.md')).toContain(`[${code}](rules/`);
  }
});
