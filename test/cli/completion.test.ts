import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './_run';
import type { Option } from '../../src/cli/command';
import { COMMANDS } from '../../src/cli/command-table';

const folder = mkdtempSync(join(tmpdir(), 'completion-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = join(folder, 'files');
mkdirSync(files);
writeFileSync(join(files, 'with a space.yaml'), '');
writeFileSync(join(files, 'world.yaml'), '');

const SHELLS = ['bash', 'fish', 'zsh'] as const;
type Shell = typeof SHELLS[number];

function scriptOf(shell: Shell): string {
  const script = join(folder, `completion.${shell}`);
  writeFileSync(script, run('completion', shell).out);
  return script;
}

/** Words are split as readline does it. */
const IN_BASH = `
  source "$1"
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
const IN_FISH = `
  source $argv[1]
  while read -l line
    echo (string join -- '|' (complete -C $line | string replace -r -- '\\t.*' ''))
  end`;

/** How each is asked. */
const COMMAND_LINES: { readonly [S in Shell]: (script: string) => readonly string[] } = {
  bash: script => ['--norc', '-c', IN_BASH, '-', script],
  fish: script => ['--no-config', '-c', IN_FISH, script],
  zsh: script => ['-f', join(__dirname, '_offered.zsh'), script, folder],
};

/** What a shell itself offers for lines, the cursor at the end of each. */
function offered(shell: Shell, lines: readonly string[]): string[][] {
  const out = execFileSync(shell, [...COMMAND_LINES[shell](scriptOf(shell))], {
    cwd: files, input: `${lines.join('\n')}\n`, encoding: 'utf8', env: { ...process.env, HOME: folder }, timeout: 60_000,
  });
  return out.slice(0, -1).split('\n').map(line => [...new Set(line.split('|').filter(word => word !== '')
    // fish repeats what stands before the value, zsh offers what is quoted as well.
    .map(word => word.replace(/^--[\w-]+=(?=.)/, '').replace(/\\ /g, ' ')))]);
}

/** A shell that is not installed is asked nothing; one that has to be there is named by COMPLETION_SHELLS. */
function inShell(shell: Shell): jest.It {
  const isThere = spawnSync(shell, ['-c', 'exit 0']).error === undefined;
  return isThere || process.env.COMPLETION_SHELLS?.split(' ').includes(shell) ? test : test.skip;
}

const names = COMMANDS.map(({ declaration }) => declaration.name);
const sorted = (words: readonly string[]): string[] => [...words].sort();

describe.each(SHELLS)('%s itself', shell => {
  inShell(shell)('completes commands, options and their values', () => {
    // Options are offered by fish where a word begins like one.
    const first = [...names, 'help', ...shell === 'fish' ? [] : ['--help', '--version']];
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['cdk8s-istio ', first],
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
      // zsh offers the name of an option that may be repeated, too.
      ['cdk8s-istio check --context=wor', [...shell === 'zsh' ? ['--context'] : [], 'world.yaml']],
      ['cdk8s-istio graph -o wor', ['world.yaml']],
      ['cdk8s-istio completion ', ['bash', 'fish', 'zsh']],
      ['cdk8s-istio nonsense ', []],
    ];
    const answers = offered(shell, cases.map(([line]) => line)).map(sorted);
    expect(cases.map(([line], i) => [line, answers[i]])).toEqual(cases.map(([line, words]) => [line, sorted(words)]));
  });

  inShell(shell)('knows every option of every command, and every value that is one of few', () => {
    const options = COMMANDS.map(({ declaration: { name, options: all } }) => ({ name, all: Object.entries<Option>(all) }));
    const answers = offered(shell, options.map(({ name }) => `cdk8s-istio ${name} --`));
    expect(answers.map(sorted)).toEqual(options.map(({ all }) => sorted([...all.map(([option]) => `--${option}`), '--help'])));
    const choices = options.flatMap(({ name, all }) => all.flatMap(([option, one]) => one.choices === undefined ? [] : [{ line: `cdk8s-istio ${name} --${option} `, words: one.choices }]));
    expect(offered(shell, choices.map(({ line }) => line)).map(sorted)).toEqual(choices.map(({ words }) => sorted(words)));
  });
});

test.each(['zsh', 'fish'])('%s is told of every command, option and value', shell => {
  const { out } = run('completion', shell);
  for (const { declaration: { name, options } } of COMMANDS) {
    expect(out).toContain(name);
    for (const [option, { choices = [] }] of Object.entries<Option>(options)) {
      expect(out).toMatch(new RegExp(shell === 'zsh' ? `--${option}=?\\[` : `seen_subcommand_from ${name}'.* -l ${option} `));
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
