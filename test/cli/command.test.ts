import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from '../../src/cli/command';
import { MTLS } from '../../src/cli/declarations/mtls';
import { InputError } from '../../src/cli/input-error';
import type { Console } from '../../src/cli/run-command';
import { runCommand } from '../../src/cli/run-command';

const COMMAND = resolve(__dirname, '../../bin/cdk8s-istio');

/** Runs the command as a user does, from anywhere. */
function run(...args: string[]) {
  return spawnSync(process.execPath, [COMMAND, ...args], { cwd: tmpdir(), encoding: 'utf8' });
}

test('the command runs from a clone without a build, wherever it is called', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
  expect(run('--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('an older Node is told that it is one', () => {
  const older = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' }); require(${JSON.stringify(COMMAND)})`;
  expect(spawnSync(process.execPath, ['-e', older], { encoding: 'utf8' })).toMatchObject({
    status: 2, stdout: '', stderr: 'cdk8s-istio needs Node 20.16 or newer, and this is 18.20.4\n',
  });
});

test('a mistake ends with exit code 2, one line, and no stack trace', () => {
  const { status, stdout, stderr } = run('access', 'no-such-folder', '--from', 'a/b', '--to', 'c/d', '--port', '80');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain('no-such-folder');
});

test('a command may take its time: what it throws later is told alike', async () => {
  const commandOf = (work: () => Promise<number>): Command => ({ declaration: MTLS, load: () => work });
  const told: string[] = [];
  const console: Console = { out: () => undefined, error: text => told.push(text) };
  const runs = (work: () => Promise<number>) => runCommand(commandOf(work), ['dist'], console);
  expect(await runs(() => Promise.reject(new InputError('the file is empty')))).toBe(2);
  expect(await runs(() => Promise.reject(new Error('this cannot be')))).toBe(70);
  expect(await runs(() => Promise.resolve(1))).toBe(1);
  expect(told).toEqual(['the file is empty', 'this is a mistake of cdk8s-istio\'s, not of yours: this cannot be']);
});

describe('as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'command-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'a.yaml'), 'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: b }\nspec: { ports: [{ port: 80 }], selectors: {} }\n');

  test('who reads no further has what it wanted: no error, and the exit code that there would be', () => {
    // Long enough for any pipe, and read by nobody.
    const { stdout, stderr } = spawnSync('bash', ['-c', `'${process.execPath}' '${COMMAND}' check '${folder}' --format sarif | true; echo "\${PIPESTATUS[0]}"`], { encoding: 'utf8' });
    expect([stdout, stderr]).toEqual(['1\n', '']);
  });
  test('is coloured where that is wanted', () => {
    const coloured = spawnSync(process.execPath, [COMMAND, 'check', folder], { encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '1' } });
    // eslint-disable-next-line no-control-regex
    expect(coloured.stdout).toMatch(/\u001b\[31merror\u001b\[39m/);
  });
  test('Ctrl-C ends a watch, without a stack trace', async () => {
    const watching = spawn(process.execPath, [COMMAND, 'check', folder, '--watch'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    const ended = new Promise<unknown>(resolveEnd => watching.on('exit', (_, signal) => resolveEnd(signal)));
    await new Promise<void>(waits => watching.stderr.on('data', (data: Buffer) => {
      told += data.toString();
      if (told.includes('Ctrl-C ends it')) { waits(); }
    }));
    watching.kill('SIGINT');
    // Which shells tell as 130.
    expect(await ended).toBe('SIGINT');
    expect(told.trim().split('\n')).toHaveLength(1);
  });
});

test('a mistake of the user is known as one, whichever copy of the class says so', () => {
  let copy: typeof InputError | undefined;
  jest.isolateModules(() => { copy = jest.requireActual<{ InputError: typeof InputError }>('../../src/cli/input-error').InputError; });
  expect(copy).not.toBe(InputError);
  expect(new copy!('a')).toBeInstanceOf(InputError);
  expect(new Error('a')).not.toBeInstanceOf(InputError);
});
