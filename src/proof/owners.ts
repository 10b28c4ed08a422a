import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { contextOf } from './context';
import { dig } from '../analysis/json';
import type { MeshModel } from '../analysis/model';
import type { Mesh } from '../mesh/mesh';
import { sortedUnique } from '../private/naming';
import type { Json } from '../private/rendering';
import type { Problems, SynthesizedApp } from '../private/synthesis';

/** Kinds of which one object counts where two hold for the same namespace: the older one. */
const ONE_COUNTS = ['PeerAuthentication', 'Sidecar', 'Telemetry'];

/** An object that holds for a whole namespace, or for the whole mesh if it is that of the root namespace. */
interface Wide {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly manifest: Json;
}

/**
 * What this app writes for a whole namespace, or for the mesh, and somebody else of the mesh's context does too: a namespace has
 * one owner. What comes from the cluster may be this app's own, from its last deployment.
 * @param isIn whether an object of the app is in the mesh
 */
export function ownerProblems(mesh: Mesh, app: SynthesizedApp, isIn: (object: IConstruct) => boolean): Problems {
  const problems: Problems = new Map();
  const theirs = wideObjects(contextOf(mesh).model);
  if (theirs.length === 0) {
    return problems;
  }
  const ours = new Map<Chart, Wide[]>();
  for (const { object, manifest } of app.objects) {
    const wide = wideOf(manifest);
    if (wide && isIn(object)) {
      ours.set(object.chart, [...ours.get(object.chart) ?? [], wide]);
    }
  }
  for (const [chart, objects] of ours) {
    const found = [...claimedTwice(mesh, objects, theirs), ...objects.flatMap(one => competing(one, theirs))];
    if (found.length > 0) {
      problems.set(chart as IConstruct, found);
    }
  }
  return problems;
}

function claimedTwice(mesh: Mesh, ours: readonly Wide[], theirs: readonly Wide[]): string[] {
  const twice = ours.flatMap(one => theirs.filter(other => isSame(one, other) && isSomebodyElses(one, other)).map(other => ({ one, other })));
  if (twice.length === 0) {
    return [];
  }
  const [{ one: { namespace } }] = twice;
  const objects = twice.map(({ one: { kind, name } }) => `${kind} '${name}'`).join(', ');
  const parts = sortedUnique(twice.map(({ other }) => partOf(other)).filter(part => part !== undefined)).map(part => `'${part}'`).join(', ');
  const who = `the context of '${mesh.node.path || 'the mesh'}', which has ${twice.length > 1 ? 'them' : 'it'} too${parts && ` (part of ${parts})`}`;
  return [namespace === mesh.rootNamespace
    ? `what holds for the whole mesh has two owners: this app, which emits ${objects}, and ${who}; keep MeshDefaults in one app.`
    : `namespace '${namespace}' has two owners: this app, which emits ${objects}, and ${who}; one app owns a namespace, so set 'adopt: true' in the other one, or here.`];
}

function competing(one: Wide, theirs: readonly Wide[]): string[] {
  const others = ONE_COUNTS.includes(one.kind)
    ? theirs.filter(({ kind, namespace, name }) => kind === one.kind && namespace === one.namespace && name !== one.name) : [];
  return others.map(({ name }) =>
    `${one.kind} '${one.name}' holds for all of namespace '${one.namespace}', and so does '${name}' of the context; Istio takes the older one alone, so one app must own the namespace: remove theirs, or set 'adopt: true' here.`);
}

function isSame(one: Wide, other: Wide): boolean {
  return one.kind === other.kind && one.namespace === other.namespace && one.name === other.name;
}

function isSomebodyElses(one: Wide, other: Wide): boolean {
  return dig(other.manifest, 'metadata', 'uid') === undefined || partOf(one) !== partOf(other);
}

function partOf({ manifest }: Wide): string | undefined {
  const part = dig(manifest, 'metadata', 'labels', 'app.kubernetes.io/part-of');
  return part === undefined ? undefined : String(part);
}

function wideObjects(model: MeshModel): Wide[] {
  const elements = [
    ...[...model.namespaces.values()].flatMap(({ element }) => (element ? [element] : [])),
    ...model.peerAuthentications.all, ...model.requestAuthentications.all, ...model.authorizationPolicies.all, ...model.sidecars.all,
    ...model.networkPolicies.all, ...model.others.filter(({ kind }) => kind === 'Telemetry'),
  ];
  return elements.flatMap(({ object }) => wideOf(object as Json) ?? []);
}

/** The object, if it holds for more than some pods. */
function wideOf(manifest: Json): Wide | undefined {
  const { kind, metadata, spec = {} } = manifest;
  const name = String(metadata?.name);
  if (kind === 'Namespace') {
    return { kind, namespace: name, name, manifest };
  }
  const selector = kind === 'Sidecar' ? spec.workloadSelector?.labels
    : kind === 'NetworkPolicy' ? { ...spec.podSelector?.matchLabels, ...spec.podSelector?.matchExpressions }
      : ['PeerAuthentication', 'RequestAuthentication', 'AuthorizationPolicy', 'Telemetry'].includes(kind)
        ? { ...spec.selector?.matchLabels, ...spec.targetRef, ...spec.targetRefs } : { unknown: kind };
  return Object.keys(selector ?? {}).length > 0 ? undefined : { kind, namespace: String(metadata?.namespace), name, manifest };
}
