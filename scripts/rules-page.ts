import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule } from '../src/analysis/findings';
import type { RuleGroup } from '../src/analysis/findings/catalogue';
import { RULE_GROUPS, RULES } from '../src/analysis/findings/catalogue';

const EXAMPLES = join(__dirname, '..', 'test', 'analysis', 'findings', 'rules');

/** Every page, by its file within docs: one of all rules, and for each group one with its examples. */
export function rulesPages(): ReadonlyMap<string, string> {
  return new Map([['rules.md', overview()], ...RULE_GROUPS.map(group => [pageOf(group), groupPage(group)] as const)]);
}

const WRITTEN = '<!-- Written by `npm run rules` from src/analysis/findings and the examples of its tests. -->';

function overview(): string {
  return [
    '# The rules of findings',
    '',
    WRITTEN,
    '',
    `The ${RULES.length} mistakes that \`cdk8s-istio check\`, every synth and the validation plugin find; [findings](findings.md) says how to use them.`,
    'IST codes are those of `istioctl analyze`, KIA codes those of Kiali, for the same mistake.',
    '',
    ...RULE_GROUPS.flatMap(group => [`## ${group.title}`, '', ...table(group, pageOf(group)), '']),
  ].join('\n');
}

function groupPage(group: RuleGroup): string {
  return [
    `# Findings: ${group.title}`,
    '',
    WRITTEN,
    '',
    'Of [all rules](../rules.md) those with codes that begin with `MESH' + group.digits + '`.',
    '',
    ...table(group, ''),
    '',
    ...group.rules.flatMap(ruleText),
  ].join('\n');
}

function table({ rules }: RuleGroup, page: string): readonly string[] {
  return [
    '| code | severity | also | what |',
    '|---|---|---|---|',
    ...rules.map(rule => `| [${rule.code}](${page}#${rule.code.toLowerCase()}) | ${rule.severity} | ${rule.aliases.join(', ')} | ${cell(rule.title)} |`),
  ];
}

function pageOf({ title }: RuleGroup): string {
  const words = title.split(/,| and /)[0].replace(/([a-z])([A-Z])/g, '$1-$2');
  return `rules/${words.toLowerCase().trim().replace(/\s+/g, '-')}.md`;
}

function ruleText({ code, title, explanation, fix }: Rule): readonly string[] {
  return [
    `## ${code}`,
    '',
    `**${title}.** ${explanation}`,
    '',
    fix,
    '',
    '<details><summary>Examples</summary>',
    '',
    'It finds:',
    '',
    ...exampleText(code, 'bad'),
    '',
    'It passes:',
    '',
    ...exampleText(code, 'good'),
    '',
    '</details>',
    '',
  ];
}

function exampleText(code: string, name: 'bad' | 'good'): readonly string[] {
  const lines = readFileSync(join(EXAMPLES, code, `${name}.yaml`), 'utf8').trim().split('\n');
  return ['```yaml', ...lines.filter(line => !/^# (raises|options|context):/.test(line)), '```'];
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
