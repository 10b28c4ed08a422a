import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { Bookinfo, UpstreamBookinfo } from 'cdk8s-istio';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './fields';
import { differenceOf } from './fields';

const UPSTREAM = join(__dirname, '../../../shared/reference/bookinfo');
const FILES = ['platform/kube/bookinfo.yaml', 'networking/bookinfo-gateway.yaml'];

/** What UpstreamBookinfo adds to each object, as docs/upstream-parity.md says. */
const ADDED_ON_PURPOSE = ["metadata.labels.'app.kubernetes.io/managed-by'", "metadata.labels.'app.kubernetes.io/part-of'", 'metadata.namespace'];

/** The objects that UpstreamBookinfo adds. */
const ADDED_OBJECTS = ['Namespace/bookinfo'];

/** The objects of upstream's instead of which the hardened Bookinfo has others. */
const REPLACED: { readonly [object: string]: readonly string[] } = {
  'ServiceAccount/bookinfo-reviews': ['v1', 'v2', 'v3'].map(version => `ServiceAccount/bookinfo-reviews-${version}`),
  'VirtualService/bookinfo': ['VirtualService/bookinfo-gateway'],
};

/** The fields of upstream's that the hardened Bookinfo changes, by object. */
const CHANGED_ON_PURPOSE: { readonly [object: string]: readonly string[] } = {
  'Deployment/reviews-v1': ['spec.template.spec.serviceAccountName'],
  'Deployment/reviews-v2': ['spec.template.spec.serviceAccountName'],
  'Deployment/reviews-v3': ['spec.template.spec.serviceAccountName'],
  'Gateway/bookinfo-gateway': ['spec.servers[0].port.number', 'spec.servers[0].hosts[0]'],
};

let passed = 0;
let failed = 0;

/** One check, an object each. */
function check(name: string, problems: readonly string[], notes: readonly string[] = []): void {
  problems.length === 0 ? passed++ : failed++;
  console.log(`${problems.length === 0 ? 'ok      ' : 'FAILED  '}${name}`);
  problems.forEach(problem => console.log(`          ${problem}`));
  notes.forEach(note => console.log(`        + ${note}`));
}

function parse(yaml: string): Manifest[] {
  return parseAllDocuments(yaml).map(document => document.toJS() as Manifest | null).filter(manifest => manifest !== null);
}

function idOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

function synthesized(declare: (app: App) => void): Map<string, Manifest> {
  const app = new App();
  declare(app);
  return new Map(parse(app.synthYaml()).map(manifest => [idOf(manifest), manifest]));
}

/** Every object and field of upstream's is there, with upstream's value. */
function comparePlain(upstream: readonly Manifest[]): void {
  console.log('UpstreamBookinfo: every object and field of upstream, and what is added (+)');
  const ours = synthesized(app => new UpstreamBookinfo(app, 'bookinfo'));
  for (const theirs of upstream) {
    const { lost, added } = differenceOf(theirs, ours.get(idOf(theirs)));
    check(idOf(theirs), [
      ...lost,
      ...added.filter(line => !ADDED_ON_PURPOSE.includes(pathOf(line))).map(line => `${line} is added, and no page says so`),
    ], added);
  }
  const known = upstream.map(idOf);
  const more = [...ours.keys()].filter(id => !known.includes(id));
  check('no other object', more.filter(id => !ADDED_OBJECTS.includes(id)).map(id => `${id} is added, and no page says so`), more);
}

/** The path of a field in what is said of it. */
function pathOf(line: string): string {
  return line.slice(0, line.indexOf(': '));
}

/** Every object and field of upstream's is there, but for what is changed on purpose; and no change is claimed in vain. */
function compareHardened(upstream: readonly Manifest[]): void {
  console.log('Bookinfo: every object and field of upstream, but for what it changes on purpose');
  const ours = synthesized(app => new Bookinfo(app, 'bookinfo'));
  for (const theirs of upstream) {
    const id = idOf(theirs);
    const replacements = REPLACED[id];
    if (replacements) {
      check(`${id} (replaced by ${replacements.join(', ')})`, [
        ...ours.has(id) ? ['is there, and said to be replaced'] : [],
        ...replacements.filter(replacement => !ours.has(replacement)).map(replacement => `${replacement} is not there`),
      ]);
      continue;
    }
    const changed = CHANGED_ON_PURPOSE[id] ?? [];
    const { lost } = differenceOf(theirs, ours.get(id));
    check(`${id}${changed.length > 0 ? ` (but for ${changed.join(', ')})` : ''}`, [
      ...lost.filter(line => !changed.includes(pathOf(line))),
      ...changed.filter(path => !lost.map(pathOf).includes(path)).map(path => `${path} is as upstream has it, and said to be changed`),
    ]);
  }
}

const missing = FILES.filter(file => !existsSync(join(UPSTREAM, file)));
if (missing.length > 0) {
  console.log(`upstream's ${missing.join(', ')} not found below ${UPSTREAM}: nothing to compare with`);
} else {
  const upstream = FILES.flatMap(file => parse(readFileSync(join(UPSTREAM, file), 'utf8')));
  comparePlain(upstream);
  compareHardened(upstream);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
