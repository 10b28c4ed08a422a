/*
 * Compiles what is measured, as users have it, and measures it. (Run from its sources it would carry what tsx adds to every
 * function.)
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { bundle } from '../scripts/package/bundle.mjs';

/** What is asked for here and is no door of the package. */
const INNER = ['analysis/algebra/index', 'cli/check/run-check', 'cli/load-manifests', 'cli/start', 'private/synthesis'];

const compiled = 'test-reports/bench-compiled';
rmSync(compiled, { recursive: true, force: true });
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) { process.exit(status ?? 1); }
};
run('node_modules/typescript/bin/tsc', '-p', 'bench/tsconfig.json', '--noCheck', '--noEmit', 'false', '--declaration', 'false', '--outDir', compiled);
await bundle(compiled, INNER);
run('--expose-gc', `${compiled}/bench/main.js`, ...process.argv.slice(2));
