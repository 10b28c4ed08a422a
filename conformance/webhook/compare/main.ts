import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCases } from './cases';
import type { JsonObject } from '../../../src/analysis/json';
import type { Opinion } from '../../../test/analysis/findings/_opinions';
import { explanationOf, ourOpinion } from '../../../test/analysis/findings/_opinions';
import { Random } from '../../apiserver/compare/random';

const ROOT = join(__dirname, '..', '..', '..');
const MOST_SHOWN = 20;
/** How many of those that istiod answers alike are kept. */
const KEPT_ALIKE = 2;
const KEPT_ACCEPTED = 25;
const MOST_CHARACTERS = 450;

interface Verdict {
  readonly schema?: string;
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
}

const { values } = parseArgs({
  options: { objects: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' }, record: { type: 'boolean', default: false } },
});

function judge(objects: readonly JsonObject[]): readonly Verdict[] {
  const folder = join(ROOT, 'conformance', 'webhook');
  const temporary = mkdtempSync(join(tmpdir(), 'cdk8s-istio-webhook-'));
  try {
    const go = (...args: string[]) => execFileSync('go', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
    const [program, verdicts] = [join(temporary, 'webhook'), join(temporary, 'verdicts')];
    go('build', '-o', program, '.');
    const crds = join(go('list', '-m', '-f', '{{.Dir}}', 'istio.io/api'), 'kubernetes', 'customresourcedefinitions.gen.yaml');
    const input = objects.map(object => `${JSON.stringify(object)}\n`).join('');
    execFileSync(program, [crds, verdicts], { input, stdio: ['pipe', 'ignore', 'ignore'] });
    return readFileSync(verdicts, 'utf8').trim().split('\n').map(line => JSON.parse(line) as Verdict);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function opinionOf({ schema, errors = [], warnings = [] }: Verdict): Opinion {
  return schema !== undefined || errors.length > 0 ? 'refused' : warnings.length > 0 ? 'warned of' : 'accepted';
}

/** Why, in the words of the one who says it. */
function reasonOf({ schema, errors = [], warnings = [] }: Verdict): string {
  return errors[0] ?? schema ?? warnings[0] ?? '';
}

function main(): void {
  const objects = makeCases(Number(values.objects), new Random(Number(values.seed)));
  const verdicts = judge(objects);
  const count = { passed: 0, failed: 0, explained: 0 };
  const kept = new Map<string, string[]>();
  for (const [i, object] of objects.entries()) {
    const [verdict, ours] = [verdicts[i], ourOpinion(object)];
    const theirs = opinionOf(verdict);
    const explanation = theirs === ours ? undefined : explanationOf(object, theirs, ours, reasonOf(verdict));
    if (theirs === ours) {
      count.passed++;
      // What schemas refuse has a comparison of its own.
      if (verdict.schema === undefined) { keep(kept, object, theirs, verdict); }
    } else if (explanation !== undefined) {
      count.passed++;
      count.explained++;
    } else {
      count.failed++;
      if (count.failed > MOST_SHOWN) { continue; }
      console.log(`FAILED ${theirs}, ours: ${ours}\n  ${reasonOf(verdict)}\n  ${JSON.stringify(object).slice(0, 2000)}`);
    }
  }
  if (values.record) { record([...kept.values()].flat()); }
  console.log(`${count.explained} differ for a reason that we know`);
  console.log(`${count.passed} passed, ${count.failed} failed`);
  process.exitCode = count.failed === 0 ? 0 : 1;
}

/** A few of each kind and reason. */
function keep(kept: Map<string, string[]>, object: JsonObject, opinion: Opinion, verdict: Verdict): void {
  const reason = reasonOf(verdict).replace(/"[^"]*"|\S*[\d/[\]]\S*/g, '').slice(0, 60);
  const key = `${String(object.kind)} ${opinion} ${reason}`;
  const list = kept.get(key) ?? [];
  const line = JSON.stringify([opinion, object]);
  if (list.length < (opinion === 'accepted' ? KEPT_ACCEPTED : KEPT_ALIKE) && line.length < MOST_CHARACTERS) { kept.set(key, [...list, line]); }
}

function record(lines: readonly string[]): void {
  writeFileSync(join(ROOT, 'test', 'analysis', 'findings', 'webhook.jsonl'), [...lines].sort().map(line => `${line}\n`).join(''));
  console.log(`kept ${lines.length}`);
}

main();
