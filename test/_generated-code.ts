import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/**
 * What the compiler, as strict as in the examples, and this project's linter have against code that was generated: nothing, if all is
 * well. All files are looked at in one go, since each start takes seconds.
 */
export function complaintsOf(files: { readonly [name: string]: string }): string {
  mkdirSync(join(ROOT, '.work'), { recursive: true });
  // Inside of the project, so that the library and cdk8s are found as in an example.
  const folder = mkdtempSync(join(ROOT, '.work', 'generated-'));
  try {
    for (const [name, text] of Object.entries(files)) { writeFileSync(join(folder, `${name}.ts`), text); }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      extends: '../../examples/tsconfig.json',
      compilerOptions: {
        rootDir: '../..',
        paths: { 'cdk8s-istio': ['../../src/index.ts'], 'cdk8s-istio/imports/*': ['../../imports/*.ts'] },
      },
      include: ['*.ts'],
    }));
    return run('tsc', ['-p', folder]) + run('eslint', ['--ext', '.ts', '--no-ignore', '--max-warnings', '0', '--rule', 'import/no-unresolved: off', folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(tool: string, args: readonly string[]): string {
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/.bin', tool), ...args], {
      cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ESLINT_USE_FLAT_CONFIG: 'false' },
    });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    // What is wrong with the library itself is for other tests to tell.
    return (stdout + stderr).split('\n').filter(line => !/^(?:src|imports)\/|^ /.test(line) || tool !== 'tsc').join('\n').trim();
  }
}
