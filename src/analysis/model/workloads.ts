import { Reader, stringMap, valueAt } from '../json';
import type { Element } from './element';
import type { Labels } from './labels';
import type { Source } from './source';
import { elementOf } from './source';

export interface ContainerPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: string;
  /** Is it of an init container that is gone before the pod serves? No Service leads there. */
  readonly early?: true;
}

/**
 * What runs: a pod template with its identity, whichever object holds it.
 */
export interface Workload extends Element {
  /** The labels of the pods, not those of the object. */
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly serviceAccount: string;
  readonly ports: readonly ContainerPort[];
  readonly hostNetwork: boolean;
  /** A proxy container that is already in the manifest, as `istioctl kube-inject` leaves it. */
  readonly hasProxyContainer: boolean;
  /** Do containers of the pods' own run beside one that is the proxy's by its name? */
  readonly runsBeside?: true;
  /** A proxy that is not put there by injection, so that manifests do not show it: machines outside the cluster. */
  readonly outsideCluster: boolean;
  /** Are callers told that it takes mutual TLS, whether it has a proxy or not? Of pods injection tells. */
  readonly takesMutualTls?: boolean;
  /** Addresses that the object itself tells, of a running pod or a WorkloadEntry. */
  readonly addresses: readonly string[];
}

/** Where the pods of a kind are described; of a Pod it is the object itself. */
export const TEMPLATE_PATHS: { readonly [kind: string]: readonly string[] } = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  Rollout: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

const GROUPS: { readonly [kind: string]: string } = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  DaemonSet: 'apps',
  ReplicaSet: 'apps',
  ReplicationController: '',
  Job: 'batch',
  CronJob: 'batch',
  Pod: '',
  Rollout: 'argoproj.io',
};

export function isPodWorkload(source: Source): boolean {
  return Object.prototype.hasOwnProperty.call(GROUPS, source.kind)
    && (GROUPS[source.kind] === source.group || (source.group === 'extensions' && GROUPS[source.kind] === 'apps'));
}

/** The controller that made the object, if one did: together with it, it would be the same pods twice. */
export function controllerOf(source: Source): { readonly kind: string; readonly name: string } | undefined {
  const owners = source.reader.object('metadata').objects('ownerReferences') ?? [];
  const owner = owners.find(reference => valueAt(reference.value, 'controller') === true);
  const kind = owner?.string('kind');
  const name = owner?.string('name');
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

/** The workload that a Rollout borrows its pod template from. */
export function rolloutTarget(source: Source): { readonly kind: string; readonly name: string } | undefined {
  if (source.kind !== 'Rollout') { return undefined; }
  const reference = source.reader.object('spec').object('workloadRef');
  const kind = reference.string('kind');
  const name = reference.string('name');
  return kind !== undefined && name !== undefined ? { kind, name } : undefined;
}

export function readPodWorkload(source: Source, templateOf: Source = source): Workload {
  const template = TEMPLATE_PATHS[templateOf.kind].reduce((at, key) => at.object(key), templateOf.reader);
  const metadata = template.object('metadata');
  const spec = template.object('spec');
  if (!spec.exists) { source.reader.report('there is no pod spec'); }
  const initContainers = spec.objects('initContainers') ?? [];
  const early = initContainers.filter(container => container.string('restartPolicy') !== 'Always');
  const containers = [...spec.objects('containers') ?? [], ...initContainers];
  const podIp = source.kind === 'Pod' ? source.reader.object('status').string('podIP') : undefined;
  return {
    labels: metadata.map('labels') ?? new Map<string, string>(),
    annotations: stringMap(metadata.object('annotations').value),
    serviceAccount: spec.string('serviceAccountName') ?? spec.string('serviceAccount') ?? 'default',
    ports: containers.flatMap(container => readContainerPorts(container, !early.includes(container))),
    hostNetwork: spec.boolean('hostNetwork') ?? false,
    hasProxyContainer: containers.some(isProxy),
    ...containers.some(container => !isProxy(container) && !early.includes(container)) ? { runsBeside: true } : {},
    outsideCluster: false,
    addresses: podIp === undefined ? [] : [podIp],
    ...elementOf(source),
  };
}

function isProxy(container: Reader): boolean {
  return container.string('name') === 'istio-proxy';
}

function readContainerPorts(container: Reader, serves: boolean): ContainerPort[] {
  return (container.objects('ports') ?? []).flatMap(port => {
    const number = port.number('containerPort');
    return number === undefined ? [] : [{ name: port.string('name'), port: number, protocol: port.string('protocol') ?? 'TCP', ...serves ? {} : { early: true } }];
  });
}

/**
 * A machine outside of the cluster, or the template of such machines.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/
 */
export function readMachine(source: Source): Workload {
  const spec = source.reader.object('spec');
  const entry = source.kind === 'WorkloadGroup' ? spec.object('template') : spec;
  // Of an entry, what the object itself is labelled with counts as well, and before what its spec says.
  const metadata = source.kind === 'WorkloadGroup' ? spec.object('metadata') : source.reader.object('metadata');
  const labels = new Map([...entry.map('labels') ?? [], ...metadata.map('labels') ?? []]);
  const ports = entry.object('ports').value ?? {};
  // On another network it is reached by a gateway between the two, and comes from one.
  const address = entry.string('network') === undefined ? entry.string('address') : undefined;
  return {
    labels,
    annotations: stringMap(metadata.object('annotations').value),
    serviceAccount: entry.string('serviceAccount') ?? 'default',
    takesMutualTls: (entry.string('serviceAccount') ?? '') !== '',
    ports: Object.entries(ports as object).flatMap(([name, port]: [string, unknown]) =>
      typeof port === 'number' ? [{ name, port, protocol: 'TCP' }] : []),
    hostNetwork: false,
    hasProxyContainer: false,
    outsideCluster: true,
    addresses: address === undefined ? [] : [address],
    ...elementOf(source),
  };
}
