import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '..');
const PACKAGE = '{\n  "name": "x",\n  "version": "0.0.0",\n  "license": "Apache-2.0"\n}\n';

/** What the task `bump` makes of a changelog: the files it writes, or what it says instead. */
function bump(changelog: string) {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    writeFileSync(join(folder, 'package.json'), PACKAGE);
    try {
      execFileSync(process.execPath, [join(ROOT, 'scripts/release.mjs')], { cwd: folder, stdio: 'pipe' });
    } catch (error) {
      return { said: String((error as { stderr: unknown }).stderr), manifest: readFileSync(join(folder, 'package.json'), 'utf8') };
    }
    const read = (file: string) => readFileSync(join(folder, file), 'utf8');
    return { manifest: read('package.json'), version: read('dist/version.txt'), tag: read('dist/releasetag.txt'), notes: read('dist/changelog.md') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a release is what the newest entry of the changelog says', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2027-01-31\n\n### Added\n\n- this\n\n## [0.1.0] - 2026-11-21\n\n- that\n\n[0.2.0]: https://example.com\n';
  expect(bump(changelog)).toEqual({
    manifest: PACKAGE.replace('0.0.0', '0.2.0'), version: '0.2.0', tag: 'v0.2.0', notes: '### Added\n\n- this\n',
  });
});

test.each([
  ['changes without a version', '## [Unreleased]\n\n- this\n\n## [0.1.0] - 2026-11-21\n\n- that\n', 'give them a version'],
  ['no entry', '# Changelog\n', 'must read like'],
  ['an entry without a date', '## [0.1.0]\n\n- that\n', 'headed "[0.1.0]"'],
  ['an entry that says nothing', '## [0.1.0] - 2026-11-21\n\n[0.1.0]: https://example.com\n', 'nothing is said of version 0.1.0'],
])('%s is not released', (_, changelog, said) => {
  expect(bump(changelog)).toEqual({ said: expect.stringContaining(said), manifest: PACKAGE });
});

test('our own changelog can be released', () => {
  expect(bump(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')).version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('pages name our action by the newest release', () => {
  const named = ['diff', 'operations'].flatMap(page => [...readFileSync(join(ROOT, `docs/${page}.md`), 'utf8').matchAll(/access-diff@(\S+)/g)].map(([, tag]) => tag));
  expect(new Set(named)).toEqual(new Set([bump(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')).tag]));
});

test('the workflow of releases is started by hand, and that of builds runs what must pass', () => {
  const workflow = (name: string) => parse(readFileSync(join(ROOT, `.github/workflows/${name}.yml`), 'utf8'));
  expect(Object.keys(workflow('release').on)).toEqual(['workflow_dispatch']);
  const build = workflow('build');
  expect(Object.keys(build.on)).toContain('pull_request');
  expect(build.jobs.ci.steps.map(({ run }: { run?: string }) => run)).toContain('.ci/run');
  for (const job of Object.values<any>(build.jobs)) {
    expect(job.permissions).toEqual({ contents: 'read' });
  }
});
