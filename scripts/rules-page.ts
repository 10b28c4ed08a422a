import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rule, RuleGroup } from '../src/analysis/findings';
import { RULE_GROUPS, RULES } from '../src/analysis/findings';

const EXAMPLES = join(__dirname, '..', 'test', 'analysis', 'findings', 'rules');

/** The page of all rules. */
export function rulesPage(): string {
  return [
    '# Findings',
    '',
    '<!-- Written by `npm run rules` from src/analysis/findings and the examples of its tests. -->',
    '',
    `The ${RULES.length} mistakes that \`cdk8s-istio check\`, every synth and the validation plugin find; [findings](findings.md) says how to use them.`,
    'IST codes are those of `istioctl analyze`, KIA codes those of Kiali, for the same mistake.',
    '',
    ...RULE_GROUPS.map(({ title, rules }) => `- [${title}](#${anchor(title)}): ${rules.length}`),
    '',
    ...RULE_GROUPS.flatMap(groupText),
  ].join('\n');
}

function groupText({ title, rules }: RuleGroup): readonly string[] {
  return [
    `## ${title}`,
    '',
    '| code | severity | also | what |',
    '|---|---|---|---|',
    ...rules.map(rule => `| [${rule.code}](#${rule.code.toLowerCase()}) | ${rule.severity} | ${rule.aliases.join(', ')} | ${cell(rule.title)} |`),
    '',
    ...rules.flatMap(ruleText),
  ];
}

function ruleText({ code, title, explanation, fix }: Rule): readonly string[] {
  return [
    `### ${code}`,
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

function anchor(title: string): string {
  return title.toLowerCase().replace(/[^\w\s-]/g, '').trim().replace(/\s+/g, '-');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
