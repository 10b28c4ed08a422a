import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

/* `npm run mutation`: runs Stryker, at low priority, and prints the score of each folder. Folders and files to mutate may be named; other arguments go to Stryker. */

const LEAST = 85;
const REPORT = 'reports/mutation/mutation.json';

rmSync(REPORT, { force: true });
const given = process.argv.slice(2);
const paths = given.filter(argument => argument.startsWith('src/')).map(path => /\.ts(:[0-9-]+)?$/.test(path) ? path : `${path}/**/*.ts`);
const rest = given.filter(argument => !argument.startsWith('src/'));
const command = ['node_modules/.bin/stryker', 'run', 'test/mutation/stryker.config.mjs', ...paths.length === 0 ? [] : ['--mutate', paths.join(',')], ...rest];
const { status } = spawnSync('nice', ['-n', '15', ...command], { stdio: 'inherit' });
if (status !== 0 || !existsSync(REPORT)) { process.exit(status || 2); }

const { files } = JSON.parse(readFileSync(REPORT, 'utf8'));
const folders = new Map();
for (const [file, { mutants }] of Object.entries(files)) {
  const folder = file.split('/').slice(0, 3).join('/');
  for (const key of new Set([folder, file.split('/').slice(0, -1).join('/'), 'all'])) {
    const counts = folders.get(key) ?? new Map();
    folders.set(key, counts);
    for (const { status: one } of mutants) { counts.set(one, (counts.get(one) ?? 0) + 1); }
  }
}

if (folders.size === 0) {
  console.error(`\nThere is nothing to mutate in ${paths.join(', ') || 'src/analysis'}.`);
  process.exit(2);
}

const scoreOf = counts => {
  const sum = (...names) => names.reduce((total, name) => total + (counts.get(name) ?? 0), 0);
  const killed = sum('Killed', 'Timeout');
  const valid = killed + sum('Survived', 'NoCoverage');
  return { killed, valid, score: valid === 0 ? 100 : 100 * killed / valid, errors: sum('RuntimeError', 'CompileError'), ignored: sum('Ignored') };
};

console.log(`\n${'score'.padStart(8)} ${'killed'.padStart(7)} ${'of'.padStart(6)} ${'errors'.padStart(7)} ${'ignored'.padStart(8)}  folder`);
for (const [folder, counts] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const { killed, valid, score, errors, ignored } = scoreOf(counts);
  console.log(`${score.toFixed(2).padStart(7)}% ${String(killed).padStart(7)} ${String(valid).padStart(6)} ${String(errors).padStart(7)} ${String(ignored).padStart(8)}  ${folder}`);
}
const below = [...folders].filter(([, counts]) => scoreOf(counts).score < LEAST).map(([folder]) => folder).filter(folder => folder.split('/').length <= 3);
if (below.length > 0) {
  console.error(`\nBelow ${LEAST}%: ${below.join(', ')}`);
  process.exit(1);
}
