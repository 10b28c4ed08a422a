import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from './_run';
import { commandReference, MARK } from '../../scripts/command-reference';
import { COMMANDS } from '../../src/cli/command-table';
import { optionText } from '../../src/cli/help';
import { readCommandLine } from '../../src/cli/read-command-line';

const PAGE = readFileSync(resolve(__dirname, '../../docs/command.md'), 'utf8');
const commands = COMMANDS.map(({ declaration }) => declaration);

describe('help', () => {
  test('of all has every command, in order of their names', () => {
    const names = commands.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    const { code, out, error } = run('help');
    expect([code, error]).toEqual([0, '']);
    for (const { name, summary } of commands) { expect(out).toMatch(new RegExp(`^ {2}${name} +${summary.split(' ')[0]}`, 'm')); }
    expect(run('--help')).toEqual({ code: 0, out, error: '' });
    expect(run('-h').out).toBe(out);
  });
  test('comes with exit code 2, on standard error, where no command is given', () => {
    expect(run()).toEqual({ code: 2, out: '', error: run('help').out });
  });
  describe.each(commands.map(declaration => [declaration.name, declaration] as const))('of %s', (name, declaration) => {
    const help = run(name, '--help').out;
    test('is the same however it is asked for', () => {
      for (const args of [['help', name], [name, '-h'], [name, 'something', '--help']]) { expect(run(...args)).toEqual({ code: 0, out: help, error: '' }); }
    });
    test('has usage, options, examples and exit codes, in this order and shape', () => {
      expect(help).toMatch(/^Usage: cdk8s-istio [^]+\n\nOptions:\n(?: {2}.+\n)+\n(?:[^ ][^]*\n\n)?Examples:\n(?: {2}\S.+\n {6}\S.+\n)+\nExit codes:\n(?: {2}.+\n)+ {2}130 +ended by Ctrl-C$/);
      for (const [option, one] of Object.entries(declaration.options)) { expect(help).toContain(`${optionText(option, one)} `); }
    });
    test('is no wider than a terminal, but for examples', () => {
      expect(help.split('\n').filter(line => line.length > 100 && !line.includes('cdk8s-istio '))).toEqual([]);
    });
    test('has examples that the command line understands', () => {
      for (const { line } of declaration.examples) {
        // What stands before and behind it belongs to the shell.
        const words = new RegExp(`cdk8s-istio ${name} ([^>|)]*)`).exec(line)?.[1].trim().split(' ') ?? [];
        expect(words.length).toBeGreaterThan(0);
        expect(() => readCommandLine(declaration, words.map(word => word.replace(/^'|'$/g, '')))).not.toThrow();
      }
    });
  });
  test('of all commands, and what exit codes mean, stands in docs/command.md: npx tsx scripts/command-docs.ts', () => {
    expect(PAGE.slice(PAGE.indexOf(MARK))).toBe(commandReference(commands));
  });
});

describe('what is not known', () => {
  test.each<[string[], string]>([
    [['chekc'], "there is no command chekc (did you mean 'check'?); cdk8s-istio help has all commands"],
    [['help', 'grpah'], "there is no command grpah (did you mean 'graph'?); cdk8s-istio help has all commands"],
    [['hlep'], "there is no command hlep (did you mean 'help'?); cdk8s-istio help has all commands"],
    [['constructor'], 'there is no command constructor; cdk8s-istio help has all commands'],
    [['--format', 'json'], 'a command comes first, then its options, such as --format; cdk8s-istio help has all commands'],
    [['check', 'dist', '--contxt', 'a'], "check has no option --contxt (did you mean '--context'?); cdk8s-istio help check has all of them"],
    [['check', 'dist', '--toString'], 'check has no option --toString; cdk8s-istio help check has all of them'],
    [['check', 'dist', '-x'], 'check has no option -x; cdk8s-istio help check has all of them'],
    [['diff', 'a', 'b', '--format', 'marckdown'], "--format must be text, json or markdown, not marckdown (did you mean 'markdown'?)"],
    [['check', 'dist', '--fail-on', 'info', '--fail-on', 'nothing'], '--fail-on must be error, warning or info, not nothing'],
    [['check', 'dist', '--format'], "Option '--format <value>' argument missing"],
    [['check', 'dist', '--watch=yes'], "Option '--watch' does not take an argument"],
    [['completion', 'basch'], "SHELL must be bash, fish or zsh, not basch (did you mean 'bash'?)"],
    [['completion', 'bash', 'zsh'], 'completion takes 1 argument and no more: zsh'],
    [['completion'], 'completion needs the name of a shell'],
  ])('%j is said, with what was meant', (args, error) => expect(run(...args)).toEqual({ code: 2, out: '', error }));
});
