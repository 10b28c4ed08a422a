import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Case, Installation } from './cases';
import { fileCases, grownCases, yamlFiles } from './cases';
import type { Explanation } from './explained';
import { EXPLANATIONS } from './explained';
import type { Oracle } from './oracle';
import { ask, build } from './oracle';
import { Random } from './random';
import { validateObject } from '../../../src/analysis/findings/schema';

const ROOT = join(__dirname, '..', '..', '..');
const MOST_SHOWN = 20;

const INSTALLATIONS: readonly Installation[] = [
  { istioVersion: '1.28', gatewayApi: 'standard' },
  { istioVersion: '1.29', gatewayApi: 'experimental' },
  { istioVersion: '1.30', gatewayApi: 'standard' },
  { istioVersion: '1.31', gatewayApi: 'experimental' },
];
/** kubectl-validate reads its schemas again for every object: it is asked about one installation. */
const ASKED_OF_KUBECTL = INSTALLATIONS[2];

const { values } = parseArgs({ options: { objects: { type: 'string', default: '16' }, mutants: { type: 'string', default: '250' }, seed: { type: 'string', default: '1' } } });

class Tally {
  public passed = 0;
  public failed = 0;
  private readonly explained = new Map<Explanation, number>();

  public add(name: Explanation['oracle'], asked: Case, theirs: readonly string[], ours: readonly string[]): void {
    if ((theirs.length === 0) === (ours.length === 0)) { this.passed++; return; }
    const explanation = EXPLANATIONS.find(({ oracle, applies }) => oracle === name && applies(asked, theirs, ours));
    if (explanation !== undefined) {
      this.passed++;
      this.explained.set(explanation, (this.explained.get(explanation) ?? 0) + 1);
      return;
    }
    this.failed++;
    if (this.failed > MOST_SHOWN) { return; }
    console.log(`FAILED ${asked.origin}\n  ${name}: ${theirs.join('; ') || 'takes it'}\n  ours: ${ours.join('; ') || 'takes it'}\n  ${JSON.stringify(asked.object).slice(0, 3000)}`);
  }

  public print(): void {
    for (const [{ oracle, why }, count] of this.explained) { console.log(`${count} differ from ${oracle}: ${why}`); }
  }
}

async function main(): Promise<void> {
  const started = Date.now();
  const temporary = mkdtempSync(join(tmpdir(), 'cdk8s-istio-apiserver-'));
  const tally = new Tally();
  const random = new Random(Number(values.seed));
  const counts = { cases: 0, taken: 0, kubectl: 0 };
  try {
    const apiServer = build('apiserver', join(temporary, 'apiserver'), '.');
    const kubectl = build('tools', join(temporary, 'validate'), './validate');
    const folders = (await import('../../../scripts/schemas/releases.mjs')).crdFolders(ROOT);
    const gatewayExamples = join(folders.get('gateway-api standard') ?? '', '..', '..', '..', 'examples');
    for (const installed of INSTALLATIONS) {
      const crds = [`istio ${installed.istioVersion}`, `gateway-api ${installed.gatewayApi}`].map(release => folders.get(release) ?? '');
      const cases = [
        ...grownCases(installed, Number(values.objects), random),
        ...fileCases([join(ROOT, 'conformance/apiserver/compare/kubernetes.yaml')], Number(values.mutants) / INSTALLATIONS.length, random),
        ...installed === ASKED_OF_KUBECTL ? fileCases([...yamlFiles(gatewayExamples), ...yamlFiles(join(ROOT, 'examples'))], 2, random) : [],
      ];
      const oracles: [Explanation['oracle'], Oracle, readonly Case[]][] = [['the API server', { command: apiServer, args: crds }, cases]];
      if (installed === ASKED_OF_KUBECTL) { oracles.push(['kubectl-validate', { command: kubectl, args: crds }, cases]); }
      const ours = cases.map(({ object }) => validateObject(object, installed).map(({ kind, path, message }) => `${kind} ${path}: ${message}`));
      await Promise.all(oracles.map(async ([name, oracle, asked]) => {
        const theirs = await ask(oracle, asked.map(({ object }) => object));
        for (const [i, one] of asked.entries()) { tally.add(name, one, theirs[i], ours[i]); }
        if (name === 'kubectl-validate') { counts.kubectl += asked.length; }
      }));
      counts.cases += cases.length;
      counts.taken += ours.filter(problems => problems.length === 0).length;
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  tally.print();
  // Questions to which the answer is always the same would show nothing.
  if (Math.min(counts.taken, counts.cases - counts.taken) < counts.cases / 10) { throw new Error(`of ${counts.cases} objects ${counts.taken} are taken: too few, or too many`); }
  console.log(`${counts.cases} objects, of which ${counts.taken} are taken, ${counts.kubectl} of them asked of kubectl-validate too, in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed > 0 ? 1 : 0;
}

void main();
