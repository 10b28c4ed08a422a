import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from './_run';
import { run as runCommand } from './_run';
import type { Json } from '../analysis/world';
import { peerAuthentication, world } from '../analysis/world';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'mtls-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): Result {
  return runCommand('mtls', ...args);
}

function write(manifests: readonly Json[]): string {
  const file = join(folder, 'mesh.json');
  writeFileSync(file, JSON.stringify(manifests));
  return folder;
}

const STRICT = peerAuthentication('istio-system/default', { mtls: { mode: 'STRICT' } });

describe('mtls', () => {
  test('exits with 1 where somebody would be refused, and names who, whom, where, why', () => {
    const { code, out } = run(write(world()), '--namespace', 'pay');
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, 3)).toEqual([
      'Under STRICT 2 would be refused (!), and 2 may be (?):',
      '! legacy/batch → pay/api:3306: no proxy of the mesh sends it, so it is plaintext',
      '? anyone without a pod in these manifests → pay/api:3306: it has no identity of the mesh, as far as these manifests tell',
    ]);
  });

  test('exits with 0 where nobody would be', () => {
    expect(run(write(world(STRICT)))).toEqual({ code: 0, out: 'Nobody would be refused under STRICT.', error: '' });
  });

  test('looks at callers of the manifests only, if asked to', () => {
    const manifests = world().filter(({ metadata }) => metadata.namespace !== 'legacy');
    expect([run(write(manifests)).code, run(folder, '--inside').code]).toEqual([1, 0]);
  });

  test('writes JSON, and takes what others own into account', () => {
    const context = join(mkdtempSync(join(folder, 'context-')), 'strict.json');
    const { out, code } = run(write(world()), '--format', 'json', '--namespace', 'pay');
    writeFileSync(context, JSON.stringify([STRICT]));
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ version: 1, breaks: [{ client: { text: 'legacy/batch' }, port: 3306, verdict: 'DENY', mode: 'PERMISSIVE' }, {}, {}, {}] });
    rmSync(join(folder, 'mesh.json'));
    const own = join(mkdtempSync(join(tmpdir(), 'mtls-own-')), 'mesh.json');
    writeFileSync(own, JSON.stringify(world()));
    expect(run(own, '--context', context).code).toBe(0);
    rmSync(join(own, '..'), { recursive: true });
  });

  test.each<[string, string[], string]>([
    ['no folder', [], 'mtls needs a folder'],
    ['a folder that is not there', ['/nowhere'], '/nowhere'],
    ['a format that is none', ['.', '--format', 'xml'], '--format must be text or json, not xml'],
    ['an option that is none', ['.', '--strict'], '--strict'],
  ])('exits with 2 for %s', (_, args, problem) => {
    const { code, error } = run(...args);
    expect([code, error]).toEqual([2, expect.stringContaining(problem)]);
  });

  test('exits with 2 for an empty folder, and for a namespace that is not there', () => {
    expect(run(folder)).toMatchObject({ code: 2, error: expect.stringContaining('there are no manifests') });
    expect(run(write(world()), '--namespace', 'nowhere')).toMatchObject({ code: 2, error: 'there is no workload of namespace nowhere in the manifests' });
  });
});
