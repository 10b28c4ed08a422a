import { dig, isObject, valueAt } from '../analysis/json';
import type { Origin } from '../analysis/manifest';

/* Manifests are whatever somebody wrote. */
export type Json = any;

/** One object of what is adopted. */
export interface KubeObject {
  readonly apiVersion: string;
  /** The part of `apiVersion` before the slash; empty for the core. */
  readonly group: string;
  readonly kind: string;
  /** Undefined for what belongs to no namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** As it is to be written: without what the API server fills in. */
  readonly manifest: Json;
  /** As it was read. */
  readonly source: Json;
  readonly origin?: Origin;
}

/** `Deployment shop/web` */
export function describe({ kind, namespace, name }: Pick<KubeObject, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Does a value say no more than a field that is not there? */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** What tells an object from every other. */
export function keyOf({ group, kind, namespace, name }: Pick<KubeObject, 'group' | 'kind' | 'namespace' | 'name'>): string {
  return JSON.stringify([group, kind, namespace ?? '', name]);
}

export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** The same of a manifest that was synthesized. */
export function keyOfManifest(manifest: unknown): string {
  return keyOf({
    group: groupOf(String(valueAt(manifest, 'apiVersion'))),
    kind: String(valueAt(manifest, 'kind')),
    namespace: dig(manifest, 'metadata', 'namespace') as string | undefined,
    name: String(dig(manifest, 'metadata', 'name')),
  });
}

const POD_KINDS: { readonly [kind: string]: string } = {
  Deployment: 'apps', StatefulSet: 'apps', DaemonSet: 'apps', Job: 'batch', CronJob: 'batch', Pod: '', Rollout: 'argoproj.io',
};

/** Does it make pods that a workload can stand for? */
export function makesPods({ kind, group }: KubeObject): boolean {
  return Object.hasOwn(POD_KINDS, kind) && POD_KINDS[kind] === group;
}

/** The pods that it makes: their metadata and spec. */
export function podsOf({ kind, manifest }: Pick<KubeObject, 'kind' | 'manifest'>): { readonly labels: { readonly [label: string]: string }; readonly annotations: Json; readonly spec: Json } {
  const template = kind === 'Pod' ? manifest : kind === 'CronJob' ? dig(manifest, 'spec', 'jobTemplate', 'spec', 'template') : dig(manifest, 'spec', 'template');
  const map = (key: string): Json => {
    const found = dig(template, 'metadata', key);
    return isObject(found) ? found : {};
  };
  return { labels: map('labels'), annotations: map('annotations'), spec: dig(template, 'spec') ?? {} };
}

/** The containers of pods, as far as they are objects. */
export function containersOf(spec: Json): readonly Json[] {
  return ['containers', 'initContainers'].flatMap(list => (Array.isArray(spec?.[list]) ? spec[list].filter(isObject) : []));
}

/** The service account of its pods. */
export function accountOf(object: KubeObject): string {
  const { spec } = podsOf(object);
  return spec.serviceAccountName ?? spec.serviceAccount ?? 'default';
}
