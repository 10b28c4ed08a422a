import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/cli/main';
import { Progress } from '../../src/cli/progress';

/** What is written of steps that come at some times. */
function written(times: readonly number[]): string[] {
  const lines: string[] = [];
  let time = 0;
  const progress = new Progress(text => lines.push(text), () => time);
  for (time of times) { progress.at(`at ${time}`); }
  progress.end();
  return lines;
}

describe('progress', () => {
  test('is silent while a person has patience, and erases nothing then', () => expect(written([1, 500, 999])).toEqual([]));
  test('is told after a second, and erased at the end', () => expect(written([1, 1000])).toEqual(['at 1000', '']));
  test('is told ten times a second at most', () => expect(written([1000, 1050, 1099, 1100, 1150])).toEqual(['at 1000', 'at 1100', '']));
  test('is not told where nobody looks', () => {
    const progress = new Progress(undefined, () => 5000);
    expect(() => { progress.at('here'); progress.end(); }).not.toThrow();
  });
});

describe('every command that reads manifests tells what it is at, and erases it before it answers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'progress-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => jest.restoreAllMocks());
  for (let i = 0; i < 5; i++) { writeFileSync(join(folder, `${i}.json`), JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: `n${i}` } })); }

  test.each([
    ['access', folder], ['adopt', folder], ['check', folder], ['diff', folder, folder], ['graph', folder, '--format', 'json'], ['mtls', folder],
  ])('%s', (...args) => {
    // Everything takes long here.
    let time = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => time += 600);
    const texts: [string, string][] = [];
    const write = (where: string) => (text: string) => { texts.push([where, text]); };
    const code = main(args, { out: write('out'), error: write('error'), progress: write('progress') });
    expect([0, 1]).toContain(code);
    expect(texts.filter(([where, text]) => where === 'progress' && text !== '').length).toBeGreaterThan(1);
    texts.forEach(([where], i) => {
      if (where !== 'progress' && texts[i - 1]?.[0] === 'progress') { expect(texts[i - 1][1]).toBe(''); }
    });
  });
});
