import type { KubeObject } from './kube-object';
import { describe, groupOf, keyOf } from './kube-object';
import { withoutServerFields } from './server-fields';
import { dig, isObject, valueAt } from '../analysis/json';
import type { Manifest, Origin } from '../analysis/manifest';

/** What is adopted, and what is not. */
export interface ReadObjects {
  readonly objects: readonly KubeObject[];
  /** The same as plain manifests with their namespaces, to compare with. */
  readonly manifests: readonly Manifest[];
  /** What cannot be adopted, one sentence each. */
  readonly left: readonly string[];
  /** What to know of what is adopted, one sentence each. */
  readonly notes: readonly string[];
}

/** Kinds that belong to no namespace. */
const CLUSTER_KINDS = new Set([
  'Namespace', 'Node', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'APIService', 'StorageClass', 'CSIDriver',
  'CSINode', 'VolumeAttachment', 'PriorityClass', 'RuntimeClass', 'IngressClass', 'GatewayClass', 'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding', 'CertificateSigningRequest', 'FlowSchema', 'PriorityLevelConfiguration', 'ClusterIssuer',
  'ClusterTrustBundle', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterPolicy', 'ClusterSecretStore', 'ClusterExternalSecret',
  'GlobalNetworkPolicy', 'CiliumClusterwideNetworkPolicy', 'IstioCNI', 'ServiceCIDR', 'IPAddress', 'DeviceClass', 'ResourceSlice',
]);

const MAX_LISTS = 8;

/**
 * Reads plain objects; lists are taken apart.
 *
 * @param namespaceOf the namespace of objects that name none, by their file
 */
export function readObjects(manifests: readonly Manifest[], namespaceOf: (file: string | undefined) => string | undefined): ReadObjects {
  const left: string[] = [];
  const notes: string[] = [];
  const byKey = new Map<string, KubeObject>();
  const homeless: KubeObject[] = [];
  const add = (manifest: unknown, origin: Origin | undefined, depth: number): void => {
    const at = origin?.file === undefined ? '' : `${origin.file}:${origin.line ?? 1}: `;
    if (!isObject(manifest)) { left.push(`${at}this is no object`); return; }
    const items = valueAt(manifest, 'items');
    const kind = valueAt(manifest, 'kind');
    if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
      if (depth > MAX_LISTS) { left.push(`${at}lists are nested too deeply`); return; }
      items.forEach(item => add(withKind(item, kind, valueAt(manifest, 'apiVersion')), origin, depth + 1));
      return;
    }
    const apiVersion = valueAt(manifest, 'apiVersion');
    const name = dig(manifest, 'metadata', 'name');
    if (typeof kind !== 'string' || typeof apiVersion !== 'string') { left.push(`${at}this object has no kind or no apiVersion`); return; }
    if (typeof name !== 'string' || name === '') { left.push(`${at}this ${kind} has no name, and what has none cannot be told from others`); return; }
    const template = templateIn(manifest);
    if (template !== undefined) { left.push(`${at}${kind} '${name}' has '${template}' in it, which is for a template engine: render it first`); return; }
    const owners = dig(manifest, 'metadata', 'ownerReferences');
    if (Array.isArray(owners) && owners.some(owner => valueAt(owner, 'controller') === true)) {
      left.push(`${at}${kind} '${name}' was made by another object, which makes it again: it needs no code`);
      return;
    }
    const said = dig(manifest, 'metadata', 'namespace');
    const cluster = CLUSTER_KINDS.has(kind);
    const namespace = cluster ? undefined : typeof said === 'string' && said !== '' ? said : namespaceOf(origin?.file) ?? 'default';
    const object: KubeObject = {
      apiVersion,
      group: groupOf(apiVersion),
      kind,
      namespace,
      name,
      manifest: withoutServerFields(manifest),
      source: manifest,
      ...origin ? { origin } : {},
    };
    if (!cluster && namespace === 'default' && said === undefined) { homeless.push(object); }
    const key = keyOf(object);
    const older = byKey.get(key);
    if (older !== undefined && JSON.stringify(older.manifest) !== JSON.stringify(object.manifest)) {
      notes.push(`${at}${describe(object)} comes twice; as for kubectl, the last one counts`);
    }
    byKey.delete(key);
    byKey.set(key, object);
  };
  manifests.forEach(({ object, origin }) => add(object, origin, 0));
  if (homeless.length > 0) {
    notes.push(`${homeless.length === 1 ? '1 object names no namespace and is' : `${homeless.length} objects name no namespace and are`} taken to be of 'default'; --namespace says another`);
  }
  const objects = [...byKey.values()];
  return { objects, manifests: objects.map(placed), left, notes };
}

/** The object as a plain manifest that names its namespace. */
function placed({ source, namespace, origin }: KubeObject): Manifest {
  const object = namespace === undefined ? source : { ...source, metadata: { ...source.metadata, namespace } };
  return { object, ...origin ? { origin } : {} };
}

/** The items of a typed list (`DeploymentList`) may leave their kind to the list. */
function withKind(item: unknown, listKind: string, apiVersion: unknown): unknown {
  if (!isObject(item) || listKind === 'List' || valueAt(item, 'kind') !== undefined) { return item; }
  return { ...item, kind: listKind.slice(0, -'List'.length), apiVersion: valueAt(item, 'apiVersion') ?? apiVersion };
}

/** What stands for something else, where it may not stand: names, images, labels. In the data of a ConfigMap it may. */
function templateIn(manifest: Json): string | undefined {
  const text = JSON.stringify([manifest.metadata, ['ConfigMap', 'Secret', 'CustomResourceDefinition'].includes(String(manifest.kind)) ? null : withoutText(manifest.spec)]);
  return /\{\{.*?\}\}/.exec(text)?.[0];
}

type Json = { readonly [key: string]: unknown };

/** Without what may hold the language of others: arguments, variables, annotations of templates. */
function withoutText(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(withoutText); }
  if (!isObject(value)) { return value; }
  return Object.fromEntries(Object.entries(value).filter(([key]) => !['args', 'command', 'value', 'annotations', 'data', 'stringData'].includes(key))
    .map(([key, entry]) => [key, withoutText(entry)]));
}
