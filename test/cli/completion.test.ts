import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './_run';
import type { Option } from '../../src/cli/command';
import { COMMANDS } from '../../src/cli/command-table';

const folder = mkdtempSync(join(tmpdir(), 'completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'with a space.yaml'), '');
writeFileSync(join(folder, 'world.yaml'), '');
const script = join(folder, 'completion.bash');
writeFileSync(script, run('completion', 'bash').out);

/** What bash itself offers for lines, the cursor at the end of each; words are split as readline does it. */
function offered(lines: readonly string[]): string[][] {
  const ask = `
    source ${script}
    complete -p cdk8s-istio >/dev/null || exit 1
    while IFS= read -r line; do
      COMP_LINE=$line COMP_POINT=\${#line} COMP_WORDS=()
      rest=\${line//=/ = }
      read -r -a COMP_WORDS <<< "$rest"
      case $line in *[\\ ]) COMP_WORDS+=('') ;; esac
      COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
      _cdk8s_istio
      IFS='|'; echo "\${COMPREPLY[*]}"; unset IFS
    done`;
  const out = execFileSync('bash', ['--norc', '-c', ask], { cwd: folder, input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  return out.slice(0, -1).split('\n').map(line => line.split('|').filter(word => word !== ''));
}

const names = COMMANDS.map(({ declaration }) => declaration.name);

test('bash completes commands, options and their values', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['cdk8s-istio ', [...names, 'help', '--help', '--version']],
    ['cdk8s-istio ch', ['check']],
    ['cdk8s-istio --v', ['--version']],
    ['cdk8s-istio help gr', ['graph']],
    ['cdk8s-istio check --f', ['--format', '--fail-on']],
    ['cdk8s-istio check --format ', ['text', 'json', 'sarif', 'markdown']],
    ['cdk8s-istio check dist --format s', ['sarif']],
    ['cdk8s-istio check --format=s', ['sarif']],
    ['cdk8s-istio check --format=', ['text', 'json', 'sarif', 'markdown']],
    ['cdk8s-istio check --istio-version 1.3', ['1.30', '1.31']],
    ['cdk8s-istio check --ignore ', []],
    ['cdk8s-istio check wor', ['world.yaml']],
    ['cdk8s-istio check wi', ['with a space.yaml']],
    ['cdk8s-istio check --context w', ['with a space.yaml', 'world.yaml']],
    ['cdk8s-istio check --context=wor', ['world.yaml']],
    ['cdk8s-istio graph -o wor', ['world.yaml']],
    ['cdk8s-istio completion ', ['bash', 'fish', 'zsh']],
    ['cdk8s-istio nonsense ', []],
  ];
  const answers = offered(cases.map(([line]) => line)).map(words => [...words].sort());
  expect(cases.map(([line], i) => [line, answers[i]])).toEqual(cases.map(([line, words]) => [line, [...words].sort()]));
});

test('bash knows every option of every command, and every value that is one of few', () => {
  const options = COMMANDS.map(({ declaration: { name, options: all } }) => ({ name, all: Object.entries<Option>(all) }));
  const answers = offered(options.map(({ name }) => `cdk8s-istio ${name} --`));
  expect(answers).toEqual(options.map(({ all }) => [...all.map(([option]) => `--${option}`), '--help']));
  const choices = options.flatMap(({ name, all }) => all.flatMap(([option, one]) => one.choices === undefined ? [] : [{ line: `cdk8s-istio ${name} --${option} `, words: one.choices }]));
  expect(offered(choices.map(({ line }) => line))).toEqual(choices.map(({ words }) => words));
});

test.each(['zsh', 'fish'])('%s is told of every command, option and value', shell => {
  const { out } = run('completion', shell);
  for (const { declaration: { name, options } } of COMMANDS) {
    expect(out).toContain(name);
    for (const [option, { choices = [] }] of Object.entries<Option>(options)) {
      expect(out).toMatch(new RegExp(shell === 'zsh' ? `--${option}\\[` : `seen_subcommand_from ${name}'.* -l ${option} `));
      expect(out).toContain(choices.join(' '));
    }
  }
});

test('what is between quotes for a shell stays there', () => {
  // Every line of fish, and every specification of zsh, has as many quotes as it opens.
  const fish = run('completion', 'fish').out.split('\n').map(line => line.replace(/\\'/g, ''));
  expect(fish.filter(line => line.split("'").length % 2 === 0)).toEqual([]);
  const zsh = run('completion', 'zsh').out.split('\n').map(line => line.replace(/'\\''/g, ''));
  expect(zsh.filter(line => line.split("'").length % 2 === 0)).toEqual([]);
});
