import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { declareFactoryPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus, determineHitLimitReached, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import * as fc from 'fast-check';
import { Modules } from './modules.mjs';

/*
 * Runs the tests of the analysis in this process, for thousands of mutants: every mutant gets all modules anew, so that none leaves
 * anything behind, but neither a process nor a reading of files of its own, and its run ends at the first test that fails.
 * What the tests say is Jest's: `expect`, and the titles of `each`.
 */

const require = createRequire(import.meta.url);
const { expect } = require('expect');
const { bind } = require('jest-each');

// That something fails is enough to know: sets written out are megabytes, which would take most of a run's time.
expect.extend({ toBe: (received, expected) => ({ pass: Object.is(received, expected), message: () => 'one is not the other' }) });

/** The folders of test/analysis whose tests are asked. */
const FOLDERS = ['algebra', 'network-policy', 'decision/match', 'decision', '', 'access-sets'];
/** What takes seconds; `samples` asks the same of fewer cases. */
const SLOW = ['access-sets/judge', 'access-sets/recorded', 'recorded', 'fuzz', 'network-policy/fuzz'];
/** Whoever builds manifests with constructs takes seconds, too. */
const WITH_CONSTRUCTS = /require\("(cdk8s-istio|([.][.]\/)+src)"\)/;
/** The most cases of a property: fewer than in a test that runs once. */
const MOST_CASES = 50;
/** How long a test may compute, in microseconds: several times what the longest does. It is the processor's time, so others' load does not count. */
const LONGEST = 2_000_000;
/** After how many steps the time is asked for. */
const STEPS = 1000;
/** Each step of a mutant's code goes through the function by which Stryker counts coverage: there an endless one is stopped. */
const STOPPABLE = "if (typeof stryCov_9fa48 === 'function') { stryCov_9fa48 = step; }";
const SEPARATOR = ' > ';

class Runner {
  #root = process.cwd();
  #files = [...FOLDERS.flatMap(folder => testsIn(join(this.#root, 'test/analysis'), folder)), join(this.#root, 'test/mutation/samples')];
  #tests = new Map();
  #titles = [];
  #covering;
  #mutating;
  /** Those that failed last come first: what one mutant breaks, its neighbours often break, too. */
  #killers = [];
  #endless = false;
  #steps = 0;
  #started = process.cpuUsage();

  constructor() {
    const describe = (title, define) => {
      this.#titles.push(title);
      define();
      this.#titles.pop();
    };
    const test = (title, run) => {
      const name = [...this.#titles, title].join(SEPARATOR);
      let id = name;
      for (let i = 2; this.#tests.has(id); i++) { id = `${name} #${i}`; }
      this.#tests.set(id, run);
    };
    describe.each = bind(describe, false);
    test.each = bind(test, false);
    fc.configureGlobal({ seed: 20261121, endOnFailure: true });
    const assert = (property, parameters = {}) => {
      const { failed: wrong, errorInstance } = fc.check(property, { ...parameters, numRuns: Math.min(parameters.numRuns ?? MOST_CASES, MOST_CASES) });
      if (wrong) { throw errorInstance ?? new Error('a property does not hold'); }
    };
    const globals = { describe, test, it: test, expect, step: () => this.#step() };
    const packages = new Map([['fast-check', { ...fc, assert, default: { ...fc, assert } }]]);
    this.#covering = new Modules(this.#root, globals, packages, '');
    this.#mutating = new Modules(this.#root, globals, packages, STOPPABLE);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  dryRun() {
    const context = globalThis.__stryker__ = {};
    const broken = this.#load(this.#covering, this.#files);
    if (broken !== undefined) { return { status: DryRunStatus.Error, errorMessage: String(broken.stack) }; }
    const tests = [...this.#tests.keys()].map(id => this.#run(id, context));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    const context = globalThis.__stryker__ = { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 };
    const loading = mutantActivation === 'static';
    if (loading) { context.activeMutant = activeMutant.id; }
    this.#begin();
    const broken = this.#load(this.#mutating, testFilter === undefined ? this.#files
      : this.#files.filter(file => testFilter.some(id => id.startsWith(this.#nameOf(file) + SEPARATOR))));
    context.activeMutant = activeMutant.id;
    const results = broken === undefined ? this.#runUntilFailure(testFilter ?? [...this.#tests.keys()], context) : [failed('loading', broken, 0)];
    if (this.#endless) { return { status: MutantRunStatus.Timeout, reason: 'a test computes for too long' }; }
    const limit = determineHitLimitReached(context.hitCount, context.hitLimit);
    return toMutantRunResult(limit ?? { status: DryRunStatus.Complete, tests: results });
  }

  /** The time begins that one test may take. */
  #begin() {
    this.#endless = false;
    this.#steps = 0;
    this.#started = process.cpuUsage();
  }

  #step() {
    this.#steps += 1;
    if (this.#steps % STEPS !== 0) { return; }
    const { user, system } = process.cpuUsage(this.#started);
    if (user + system > LONGEST) {
      this.#endless = true;
      throw new Error('this takes too long');
    }
  }

  /** Runs all modules of the tests anew; what they throw, if they do. */
  #load(modules, files) {
    modules.clear();
    this.#tests.clear();
    try {
      for (const file of files) {
        this.#titles = [this.#nameOf(file)];
        modules.load(`${file}.js`);
      }
      return undefined;
    } catch (error) {
      return error;
    }
  }

  #runUntilFailure(ids, context) {
    const asked = new Set(ids);
    const results = [];
    for (const id of [...this.#killers.filter(killer => asked.has(killer)), ...ids.filter(other => !this.#killers.includes(other))]) {
      this.#begin();
      const result = this.#run(id, context);
      results.push(result);
      if (this.#endless) { break; }
      if (result.status === TestStatus.Failed) {
        this.#killers = [id, ...this.#killers.filter(killer => killer !== id)].slice(0, 50);
        break;
      }
    }
    return results;
  }

  #run(id, context) {
    const run = this.#tests.get(id);
    const started = performance.now();
    context.currentTestId = id;
    try {
      if (run() instanceof Promise) { throw new Error('tests that wait are not run'); }
      return { id, name: id, status: TestStatus.Success, timeSpentMs: performance.now() - started };
    } catch (error) {
      return failed(id, error, performance.now() - started);
    } finally {
      context.currentTestId = undefined;
    }
  }

  #nameOf(file) {
    return file.slice(join(this.#root, 'test').length + 1).replace(/^analysis\//, '');
  }
}

function failed(id, error, timeSpentMs) {
  return { id, name: id, status: TestStatus.Failed, timeSpentMs, failureMessage: String(error?.message ?? error).slice(0, 500) };
}

function testsIn(root, folder) {
  const names = readdirSync(join(root, folder)).filter(name => name.endsWith('.test.js')).map(name => join(folder, name.slice(0, -'.js'.length)));
  return names.sort().filter(name => !SLOW.includes(name.slice(0, -'.test'.length))).map(name => join(root, name))
    .filter(file => !WITH_CONSTRUCTS.test(readFileSync(`${file}.js`, 'utf8')));
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'analysis', () => new Runner())];
