import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAsync } from './_run';
import { CHECK } from '../../src/cli/declarations/check';
import { main } from '../../src/cli/main';
import type { Console } from '../../src/cli/run-command';
import { lookAt, watch } from '../../src/cli/watch';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'watch-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);

/** A command that is watched: each look at the files takes a few milliseconds, and nothing here waits for a time. */
class Watched {
  public runs = 0;
  public readonly ended: Promise<number>;
  private readonly end = new AbortController();
  private readonly waiting: (() => void)[] = [];
  private idle = 0;

  public constructor(declaration: Parameters<typeof watch>[0], given: Parameters<typeof watch>[1], work: () => number = () => 0) {
    const console: Console = {
      out: () => undefined,
      error: text => {
        if (!text.includes('waiting for changes')) { return; }
        this.idle++;
        this.waiting.shift()?.();
      },
      signal: this.end.signal,
    };
    this.ended = watch(declaration, given, () => {
      this.runs++;
      return work();
    }, console, 2);
  }

  /** Until it has run so often and waits again. */
  public async hasRun(times: number): Promise<void> {
    while (this.idle < times) { await new Promise<void>(resolve => this.waiting.push(resolve)); }
  }

  public async stop(): Promise<number> {
    this.end.abort();
    return this.ended;
  }
}

const checking = (...paths: string[]): Parameters<typeof watch>[1] => ({ values: { watch: true }, positionals: paths });

describe('--watch runs again', () => {
  test.each<[string, () => void]>([
    ['when a file changes', () => writeFileSync(at('a.yaml'), 'kind: B2')],
    ['when a file comes', () => writeFileSync(at('b.yaml'), 'kind: B')],
    ['when a file goes', () => rmSync(at('a.yaml'))],
    ['when a folder with a file comes', () => {
      mkdirSync(at('more'));
      writeFileSync(at('more/c.json'), '{}');
    }],
    ['when the whole folder goes', () => rmSync(folder, { recursive: true })],
    ['when the folder is made anew, as cdk8s does', () => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      writeFileSync(at('a.yaml'), 'kind: Other');
    }],
  ])('%s', async (_, change) => {
    writeFileSync(at('a.yaml'), 'kind: A');
    const watched = new Watched(CHECK, checking(folder));
    await watched.hasRun(1);
    change();
    await watched.hasRun(2);
    expect(await watched.stop()).toBe(0);
    expect(watched.runs).toBe(2);
  });

  test('after each of many changes, and goes on when the command fails', async () => {
    writeFileSync(at('a.yaml'), 'kind: A');
    const watched = new Watched(CHECK, checking(folder), () => 2);
    for (let i = 1; i <= 5; i++) {
      await watched.hasRun(i);
      writeFileSync(at('a.yaml'), `kind: A${'x'.repeat(i)}`);
    }
    await watched.hasRun(6);
    await watched.stop();
    expect(watched.runs).toBe(6);
  });

  test('when a file changes while the command runs', async () => {
    writeFileSync(at('a.yaml'), 'kind: A');
    let changed = false;
    const watched = new Watched(CHECK, checking(folder), () => {
      if (!changed) { writeFileSync(at('a.yaml'), 'kind: Changed'); }
      changed = true;
      return 0;
    });
    await watched.hasRun(2);
    await watched.stop();
    expect(watched.runs).toBe(2);
  });

  test('for options that name files', async () => {
    writeFileSync(at('a.yaml'), 'kind: A');
    mkdirSync(at('theirs'));
    const watched = new Watched(CHECK, { values: { watch: true, context: [at('theirs')] }, positionals: [at('a.yaml')] });
    await watched.hasRun(1);
    writeFileSync(at('theirs/b.yaml'), 'kind: B');
    await watched.hasRun(2);
    await watched.stop();
    expect(watched.runs).toBe(2);
  });
});

test('what the command writes, what is left out, and what is no manifest, is not looked at', () => {
  writeFileSync(at('a.yaml'), 'kind: A');
  writeFileSync(at('mesh.json'), '{}');
  const look = (): string => lookAt([folder], ['*.tpl.yaml'], [at('mesh.json')]);
  const before = look();
  writeFileSync(at('mesh.json'), '{ "changed": true }');
  writeFileSync(at('a.tpl.yaml'), 'kind: {{ .Values.kind }}');
  writeFileSync(at('readme.md'), 'changed');
  expect(look()).toBe(before);
  writeFileSync(at('a.yaml'), 'kind: Changed');
  expect(look()).not.toBe(before);
});

test('standard input cannot be watched', async () => {
  expect(await runAsync('check', '-', '--watch')).toMatchObject({ code: 2, out: '', error: '--watch is of files: standard input does not change' });
});

test('a file that is half written is told of, and waited on', async () => {
  const file = at('a.yaml');
  writeFileSync(file, 'kind: Service\nmetadata: { name: a, namesp');
  const end = new AbortController();
  const told: string[] = [];
  let mended = false;
  const code = await main(['check', folder, '--watch'], {
    out: text => {
      told.push(text);
      end.abort();
    },
    error: text => {
      told.push(text);
      if (!text.includes('waiting') || mended) { return; }
      mended = true;
      writeFileSync(file, 'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: b }\nspec: { selector: { app: a }, ports: [{ name: http, port: 80 }] }\n');
    },
    signal: end.signal,
  });
  expect(code).toBe(0);
  expect(told[0]).toContain('a.yaml:2: this is not YAML');
  expect(told[1]).toMatch(/^\d\d:\d\d:\d\d waiting for changes in .*; Ctrl-C ends it$/);
  expect(told[2]).toContain('1 object: 0 errors');
});
