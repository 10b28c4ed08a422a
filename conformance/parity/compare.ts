import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { parseAllDocuments } from 'yaml';
import type { Json, Manifest } from './fields';
import { differenceOf } from './fields';

const REFERENCE = join(__dirname, '../../../shared/reference');

/** What ours adds to each object of upstream's, as docs/upstream-parity.md says. */
const ADDED_ON_PURPOSE = ["metadata.labels.'app.kubernetes.io/managed-by'", "metadata.labels.'app.kubernetes.io/part-of'", 'metadata.namespace'];

/** Manifests by kind and name, such as 'Service/details'. */
export type Manifests = ReadonlyMap<string, Manifest>;

/** What a hardened application has otherwise than upstream, as docs/upstream-parity.md says. */
export interface OnPurpose {
  /** The objects instead of which it has others. */
  readonly replaced?: { readonly [object: string]: readonly string[] };
  /** The fields that it changes, by object. */
  readonly changed: { readonly [object: string]: readonly string[] };
}

/** Compares object by object, and counts. */
export class Comparison {
  private passed = 0;
  private failed = 0;

  /** In words by which a script can count. */
  public get result(): string {
    return `${this.passed} passed, ${this.failed} failed`;
  }

  public get ok(): boolean {
    return this.failed === 0;
  }

  /** Every object and field of upstream's is there, with upstream's value; of other objects there are only those named. */
  public plain(title: string, upstream: Manifests, ours: Manifests, addedObjects: readonly string[]): void {
    console.log(`${title}: every object and field of upstream, and what is added (+)`);
    for (const [id, theirs] of upstream) {
      const { lost, added } = differenceOf(theirs, ours.get(id));
      this.check(id, [
        ...lost,
        ...added.filter(line => !ADDED_ON_PURPOSE.includes(pathOf(line))).map(line => `${line} is added, and no page says so`),
      ], added);
    }
    const more = [...ours.keys()].filter(id => !upstream.has(id));
    this.check('no other object', more.filter(id => !addedObjects.includes(id)).map(id => `${id} is added, and no page says so`), more);
  }

  /** Every object and field of upstream's is there, but for what is changed on purpose; and no change is claimed in vain. */
  public hardened(title: string, upstream: Manifests, ours: Manifests, { replaced = {}, changed }: OnPurpose): void {
    console.log(`${title}: every object and field of upstream, but for what it changes on purpose`);
    for (const [id, theirs] of upstream) {
      const replacements = replaced[id];
      if (replacements) {
        this.check(`${id} (replaced by ${replacements.join(', ')})`, [
          ...ours.has(id) ? ['is there, and said to be replaced'] : [],
          ...replacements.filter(replacement => !ours.has(replacement)).map(replacement => `${replacement} is not there`),
        ]);
        continue;
      }
      const otherwise = changed[id] ?? [];
      const { lost } = differenceOf(theirs, ours.get(id));
      this.check(`${id}${otherwise.length > 0 ? ` (but for ${otherwise.join(', ')})` : ''}`, [
        ...lost.filter(line => !otherwise.includes(pathOf(line))),
        ...otherwise.filter(path => !lost.map(pathOf).includes(path)).map(path => `${path} is as upstream has it, and said to be changed`),
      ]);
    }
  }

  /** What ours says in its own words is what upstream says. */
  public same(name: string, theirs: Json, ours: Json): void {
    const { lost, added } = differenceOf(theirs, ours);
    this.check(name, [...lost, ...added.map(line => `${line} here, absent upstream`)]);
  }

  /** What must hold besides, with what does not. */
  public holds(name: string, problems: readonly string[]): void {
    this.check(name, problems);
  }

  /** One check, an object each. */
  private check(name: string, problems: readonly string[], notes: readonly string[] = []): void {
    if (problems.length === 0) {
      this.passed++;
    } else {
      this.failed++;
    }
    console.log(`${problems.length === 0 ? 'ok      ' : 'FAILED  '}${name}`);
    problems.forEach(problem => console.log(`          ${problem}`));
    notes.forEach(note => console.log(`        + ${note}`));
  }
}

/** Upstream's manifests in files; undefined, and said, if there is nothing to compare with. */
export function upstreamManifests(folder: string, ...files: string[]): Manifests | undefined {
  const missing = files.filter(file => !existsSync(join(REFERENCE, folder, file)));
  if (missing.length > 0) {
    console.log(`upstream's ${missing.join(', ')} not found below ${join(REFERENCE, folder)}: nothing to compare with`);
    return undefined;
  }
  return byId(files.flatMap(file => parse(readFileSync(join(REFERENCE, folder, file), 'utf8'))));
}

/** What we write into a namespace. */
export function synthesized(namespace: string, declare: (app: Construct) => void): Manifests {
  const app = new App();
  declare(app);
  return byId(parse(app.synthYaml()).filter(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace) === namespace));
}

function byId(manifests: readonly Manifest[]): Manifests {
  return new Map(manifests.map(manifest => [`${manifest.kind}/${manifest.metadata.name}`, manifest]));
}

function parse(yaml: string): Manifest[] {
  return parseAllDocuments(yaml).map(document => document.toJS() as Manifest | null).filter(manifest => manifest !== null);
}

/** The path of a field in what is said of it. */
function pathOf(line: string): string {
  return line.slice(0, line.indexOf(': '));
}
