/*
 * How long synthesis and analysis take, as ratios that are measured in one run: npm run bench
 *
 * Options: --rounds N, --sizes N,N, --workloads N, --checked N, --nca N (0 leaves out), --time wall|cpu, --json FILE,
 * --quick (only whether all of it runs), --docs (keeps the results in bench/results.json, and writes docs/performance.md from
 * them). Exits with an error where a ratio misses.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performancePage } from './docs';
import { readOptions } from './options';
import { measureAlgebra } from './parts/algebra';
import { checksPart } from './parts/checks';
import { commandsPart } from './parts/commands';
import { differencesPart } from './parts/differences';
import { ncaPart } from './parts/nca';
import { synthPart } from './parts/synth';
import { Results } from './results';

async function run(): Promise<void> {
  const options = readOptions();
  const results = new Results(options.time);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const bench = { options, folder, results };
    if (options.sizes.length > 0) { await synthPart(bench); }
    await commandsPart(bench);
    await checksPart(bench);
    await differencesPart(bench);
    if (options.nca > 0) { await ncaPart(bench); }
    if (!options.quick) { measureAlgebra(); }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  results.write(join(options.root, options.json));
  if (options.docs) { performancePage(options.root, results); }
  const { ratios } = results.report;
  console.log(`${ratios.filter(({ good }) => good).length} of ${ratios.length} ratios are as they have to be; written to ${options.json}`);
  process.exitCode = options.quick || ratios.every(({ good }) => good) ? 0 : 1;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
