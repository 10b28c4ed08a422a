import { isDeepStrictEqual } from 'node:util';
import type { Json } from './kube-object';
import { isObject, valueAt } from '../analysis/json';

/** What the API server and controllers write into metadata. */
const SERVER_METADATA = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp', 'managedFields', 'selfLink'];
const SERVER_ANNOTATIONS = ['kubectl.kubernetes.io/last-applied-configuration', 'deployment.kubernetes.io/revision', 'kubectl.kubernetes.io/restartedAt'];

/** What the API server fills in, by kind: a field that says the same is as good as none. */
const DEFAULTS: { readonly [kind: string]: Json } = {
  Service: { internalTrafficPolicy: 'Cluster', ipFamilyPolicy: 'SingleStack', sessionAffinity: 'None', type: 'ClusterIP' },
  Deployment: {
    minReadySeconds: 0,
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' }, type: 'RollingUpdate' },
  },
};
const POD_DEFAULTS = {
  dnsPolicy: 'ClusterFirst',
  hostNetwork: false,
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  setHostnameAsFQDN: false,
  terminationGracePeriodSeconds: 30,
};
const CONTAINER_DEFAULTS = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', resources: {} };

/** A manifest as somebody would write it: as `kubectl get -o yaml` tells it, without what the server has added. */
export function withoutServerFields(manifest: Json): Json {
  const { status, ...rest } = manifest;
  const metadata = isObject(rest.metadata) ? without(rest.metadata, SERVER_METADATA) : {};
  if (isObject(metadata.annotations)) {
    metadata.annotations = without(metadata.annotations, SERVER_ANNOTATIONS);
    if (Object.keys(metadata.annotations).length === 0) { delete metadata.annotations; }
  }
  const clean: Json = { ...rest, metadata };
  // Of other kinds nobody knows that a status is not written by people.
  if (status !== undefined && !fromServer(manifest)) { clean.status = status; }
  return fromServer(manifest) ? withoutDefaults(clean) : clean;
}

/** Was it read from a cluster? */
function fromServer(manifest: Json): boolean {
  return valueAt(manifest.metadata, 'uid') !== undefined || valueAt(manifest.metadata, 'resourceVersion') !== undefined;
}

/** Without what Kubernetes would fill in just so. */
export function withoutDefaults(manifest: Json): Json {
  if (!isObject(manifest.spec)) { return manifest; }
  const known = Object.hasOwn(DEFAULTS, manifest.kind) ? DEFAULTS[manifest.kind] : {};
  const spec: Json = withoutEqual(manifest.spec, known);
  if (manifest.kind === 'Service' && spec.clusterIP !== 'None') { ['clusterIP', 'clusterIPs', 'ipFamilies'].forEach(field => delete spec[field]); }
  const template: Json = manifest.kind === 'Deployment' ? spec.template : undefined;
  if (!isObject(template) || !isObject(template.spec)) { return { ...manifest, spec }; }
  const pods: Json = withoutEqual(template.spec, POD_DEFAULTS);
  // The older name of the same field.
  if (pods.serviceAccount === pods.serviceAccountName) { delete pods.serviceAccount; }
  for (const list of ['containers', 'initContainers']) {
    if (Array.isArray(pods[list])) {
      pods[list] = pods[list].map((container: Json) => (isObject(container) ? withoutEqual(container, CONTAINER_DEFAULTS) : container));
    }
  }
  const metadata = isObject(template.metadata) ? { ...without(template.metadata, ['creationTimestamp']) } : template.metadata;
  return { ...manifest, spec: { ...spec, template: { ...template, metadata, spec: pods } } };
}

function without(object: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function withoutEqual(object: Json, defaults: Json): Json {
  const isDefault = (key: string, value: unknown): boolean => Object.hasOwn(defaults, key) && isDeepStrictEqual(value, defaults[key]);
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => !isDefault(key, value)));
}
