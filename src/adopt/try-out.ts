import * as core from 'cdk8s';
import type { App } from 'cdk8s';
import * as plus from 'cdk8s-plus-27';
import type { AdoptedApp } from './apps';
import { isHostOf } from './apps';
import { differences } from './compare-objects';
import type { KubeObject } from './kube-object';
import { keyOf, keyOfManifest } from './kube-object';
import type { ReadObjects } from './read-objects';
import { sameRoutes } from './routes';
import type { WrittenApp } from './write-app';
import type { AccessDifference } from '../analysis/access-diff/access-difference';
import { dig } from '../analysis/json';
import type { Manifest } from '../analysis/manifest';
import { MeshAccess } from '../analysis/mesh-access';
import * as ours from '../index';
import { Synthesis } from '../private/synthesis';
import { run } from '../source-code';

/** What the synth has against the app. */
export interface SynthProblem {
  /** Of the construct; empty where it is not known. */
  readonly path: string;
  readonly message: string;
}

/** What a synthesized app says otherwise than what was adopted. */
export interface Outcome {
  readonly problems: readonly SynthProblem[];
  /** Objects that are gone or say something else, but for those that constructs write anew. */
  readonly changed: readonly { readonly object: KubeObject; readonly changes: readonly string[] }[];
  /** Objects in whose place constructs write others, of other names. */
  readonly replaced: readonly KubeObject[];
  /** @default - the app does not synthesize */
  readonly access?: AccessDifference;
}

/** Kinds that constructs write anew, under other names and in other words: what they do is compared. */
const REWRITTEN = new Set(['AuthorizationPolicy', 'PeerAuthentication', 'Sidecar', 'NetworkPolicy', 'VirtualService', 'DestinationRule', 'Gateway', 'Namespace']);

/**
 * Makes what the code would make, and compares it with what was adopted.
 *
 * @param before the access that was adopted
 */
export function tryOut(written: WrittenApp, read: ReadObjects, before: MeshAccess, context: readonly Manifest[]): Outcome {
  const { file, app: variable, synth, apps } = written;
  let app: App;
  try {
    app = run(file, { 'cdk8s': core, 'cdk8s-plus-27': plus, 'cdk8s-istio': ours }, [synth]).get(variable) as App;
  } catch (error) {
    return { problems: [thrown(error)], changed: [], replaced: [] };
  }
  const problems = silently(() => problemsOf(app));
  if (problems.length > 0) { return { problems, changed: [], replaced: [] }; }
  const manifests = Synthesis.manifestsOf(app).map(({ manifest, path }): Manifest => ({ object: manifest, origin: { constructPath: path } }));
  const byKey = new Map(manifests.map(({ object }) => [keyOfManifest(object), object]));
  const changed = read.objects.flatMap(object => {
    const found = byKey.get(keyOf(object));
    const changes = found !== undefined ? REWRITTEN.has(object.kind) ? [] : differences(object, found) : REWRITTEN.has(object.kind) ? [] : ['it is gone'];
    return changes.length === 0 ? [] : [{ object, changes }];
  });
  changed.push(...apps.flatMap(one => changedRoutes(one, manifests)));
  const replaced = read.objects.filter(object => REWRITTEN.has(object.kind) && !byKey.has(keyOf(object)));
  return { problems, changed, replaced, access: MeshAccess._of([...context, ...manifests]).changesSince(before) };
}

/** Routes that are written anew: they may have other names, but must say the same. */
function changedRoutes(app: AdoptedApp, manifests: readonly Manifest[]): Outcome['changed'] {
  const isHost = (host: unknown): boolean => isHostOf(app, host);
  const written = manifests.find(({ object }) => dig(object, 'kind') === 'VirtualService' && dig(object, 'spec', 'gateways') === undefined
    && dig(object, 'metadata', 'namespace') === app.namespace && isHost(dig(object, 'spec', 'hosts', '0')));
  const versions = app.versions.length > 1 ? app.versions.map(({ version }) => version) : [];
  return app.routes.filter(({ kind, manifest }) => kind === 'VirtualService' && !sameRoutes(manifest, written?.object, isHost, versions))
    .map(object => ({ object, changes: ['would route otherwise as a construct'] }));
}

function problemsOf(app: App): readonly SynthProblem[] {
  try {
    app.synthYaml();
    return [];
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const found = text.split(/\n(?=\s*\[)/).slice(text.startsWith('Validation failed') ? 1 : 0)
      .map(line => /^\s*\[([^\]]*)\] ([\s\S]*)$/.exec(line)).flatMap(match => (match ? [{ path: match[1], message: match[2].trim() }] : []));
    return found.length > 0 ? found : [thrown(error)];
  }
}

/** Errors of the library begin with the path of a construct. */
function thrown(error: unknown): SynthProblem {
  const text = error instanceof Error ? error.message : String(error);
  const [, path, message] = /^([a-z0-9-]+(?:\/[^:\s]+)*): ([\s\S]*)$/.exec(text) ?? [undefined, '', text];
  return { path, message };
}

/** A trial warns nobody: the synth of the app will. */
function silently<T>(work: () => T): T {
  const write = process.stderr.write;
  process.stderr.write = () => true;
  try {
    return work();
  } finally {
    process.stderr.write = write;
  }
}
