import type { PeerSpace } from './peer-space';
import { METADATA_NAME } from './peer-space';
import type { Point, ProductSet } from '../algebra';
import { dimensionsOf } from '../algebra';
import type { MeshModel, Workload } from '../model';
import type { NetworkPeer } from '../network-policy';

/** A peer that a point tells, and the connection. */
export interface TellingPeer {
  readonly text: string;
  readonly protocol: string;
  readonly port: number;
  readonly address?: string;
  /** Undefined for what is no pod. */
  readonly pod?: { readonly namespace: string; readonly labels: Labels; readonly namespaceLabels: Labels };
}

interface Labels { readonly [key: string]: string }

/** The peer of a point; where it says nothing of the namespace, a pod of the given one. */
export function peerPoint(point: Point, namespace: string): TellingPeer {
  const labels = (prefix: string): Labels => Object.fromEntries([...point].filter(([name, value]) => name.startsWith(prefix) && typeof value === 'string')
    .map(([name, value]) => [name.slice(prefix.length), String(value)]));
  const address = point.get('address');
  const protocol = point.get('protocol');
  const port = point.get('port');
  const at = typeof address === 'string' ? { address } : {};
  const connection = { protocol: typeof protocol === 'string' && protocol !== '' ? protocol : 'TCP', port: typeof port === 'number' && port > 0 ? port : 49151 };
  const name = `namespace:${METADATA_NAME}`;
  const isPod = point.has(name) ? point.get(name) !== undefined : typeof address !== 'string';
  if (!isPod) { return { text: typeof address === 'string' ? address : 'an address', ...connection, ...at }; }
  const namespaceLabels = labels('namespace:');
  const own = namespaceLabels[METADATA_NAME] ?? namespace;
  const podLabels = labels('pod:');
  const said = [...Object.entries(podLabels).map(([key, value]) => `${key}=${value}`)].join(', ');
  return { text: `a pod ${said === '' ? '' : `${said} `}of namespace ${own}`, ...connection, ...at, pod: { namespace: own, labels: podLabels, namespaceLabels } };
}

export function peerAt({ pod, address }: TellingPeer): NetworkPeer {
  if (pod === undefined) { return { kind: 'external', ...address === undefined ? {} : { address } }; }
  return { kind: 'pod', name: 'a pod', replicated: true, ports: [], ...pod, ...address === undefined ? {} : { addresses: [address] } };
}

/**
 * The points that a workload's pods may be, by the labels that a set asks for; undefined where those are not known, and where the set
 * asks for no label of pods: then it is about whole namespaces, of which the workload is only a part.
 */
export function labelsAt(peers: PeerSpace, model: MeshModel, workload: Workload, set: ProductSet): ProductSet | undefined {
  const { sets, strings, optionalStrings } = peers.space.algebra;
  const namespace = model.namespaces.get(workload.namespace);
  const sides: ProductSet[] = [];
  for (const dimension of dimensionsOf(set)) {
    const { name } = dimension;
    const own = name.startsWith('pod:') ? workload.labels.get(name.slice('pod:'.length))
      : name === `namespace:${METADATA_NAME}` ? workload.namespace : namespace?.labels.get(name.slice('namespace:'.length));
    if (!name.startsWith('pod:') && !name.startsWith('namespace:')) { continue; }
    if (name.startsWith('namespace:') && name !== `namespace:${METADATA_NAME}` && namespace?.declared !== true) { return undefined; }
    sides.push(sets.where(dimension, own === undefined ? optionalStrings.absent : optionalStrings.presentIn(strings.exact(own))));
  }
  return [...dimensionsOf(set)].some(({ name }) => name.startsWith('pod:')) ? sets.intersection(...sides) : undefined;
}
