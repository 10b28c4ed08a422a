/** What is mutated, and by which tests it is judged: see README.md. */
export default {
  mutate: ['src/analysis/decision/**/*.ts', 'src/analysis/algebra/**/*.ts'],
  plugins: ['./test/mutation/sentences.mjs', './test/mutation/runner.mjs'],
  ignorers: ['sentences'],
  testRunner: 'analysis',
  // The tests are compiled once, after the mutants have been put in, and not in each run.
  buildCommand: 'tsc -p test/mutation/tsconfig.json',
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  ignorePatterns: ['**', '!package.json', '!tsconfig.json', '!src/**', '!imports/**', '!test/analysis/**', '!test/*.ts', '!test/tsconfig.json', '!test/mutation/**'],
  concurrency: 2,
  // The runner itself stops what does not end, by the processor's time; this is for what it cannot stop.
  timeoutMS: 30_000,
  timeoutFactor: 2,
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  reporters: ['progress-append-only', 'json', 'html'],
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  htmlReporter: { fileName: 'reports/mutation/mutation.html' },
  tempDirName: '.stryker-tmp',
  allowConsoleColors: false,
};
