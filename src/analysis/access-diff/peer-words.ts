import type { PeerSpace } from './peer-space';
import { METADATA_NAME } from './peer-space';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import type { Box, IntegerSet, OptionalLanguage, ProductSet, ProductSets, Side } from '../algebra';
import { boxes, cover } from '../algebra';

/** Peers that connect over the same ports, in words. */
export interface SaidPeers {
  readonly peer: AccessClient;
  /** `8080`, `UDP 53`, `any port`. */
  readonly ports: string;
}

const FEW = 32;

/**
 * Says a set of peers and ports in words.
 *
 * @param of a set that has all of it: what of that meets the set is said, if it is shorter
 */
export function sayPeers(peers: PeerSpace, set: ProductSet, of: ProductSet = set): readonly SaidPeers[] {
  const { sets } = peers.space.algebra;
  const disjoint = boxes(sets, of);
  const all = (disjoint.length <= FEW ? cover(sets, of) : disjoint).filter(box => !sets.isEmpty(sets.intersection(set, sets.box(box))));
  const said = needed(sets, set, all).map(box => ({ peer: peerOf(peers, box), ports: portsOf(peers, box) }));
  const joined = new Map<string, { readonly peer: AccessClient; readonly ports: string[] }>();
  for (const { peer, ports } of said) {
    const same = joined.get(peer.text);
    if (same === undefined) { joined.set(peer.text, { peer, ports: [ports] }); } else { same.ports.push(ports); }
  }
  return [...joined.values()].map(({ peer, ports }) => ({ peer, ports: [...new Set(ports)].sort().join(', ') }))
    .sort((a, b) => a.peer.text < b.peer.text ? -1 : 1);
}

/** The boxes without which some of the set would not be said: those that say much stay. */
function needed(sets: ProductSets, set: ProductSet, all: readonly Box[]): readonly Box[] {
  return [...all].sort((a, b) => b.length - a.length).reduce((rest, box) => {
    const others = rest.filter(one => one !== box);
    return sets.isSubset(set, sets.union(...others.map(one => sets.box(one)))) ? others : rest;
  }, all);
}

function peerOf(peers: PeerSpace, box: Box): AccessClient {
  const labels = box.filter(({ dimension: { name } }) => name.startsWith('pod:') || name.startsWith('namespace:'));
  const address = box.find(({ dimension }) => dimension === peers.address);
  const at = address === undefined ? '' : `addresses ${address.dimension.domain.describe(address.values)}`;
  if (labels.length === 0) {
    return address === undefined ? { kind: AccessClientKind.ANYONE, text: 'anyone' } : { kind: AccessClientKind.ADDRESSES, text: at };
  }
  const { optionalStrings, strings } = peers.space.algebra;
  const name = labels.find(({ dimension }) => dimension === peers.namespaceLabel(METADATA_NAME));
  const names = name === undefined ? undefined : name.values as OptionalLanguage;
  if (names === optionalStrings.absent) { return { kind: AccessClientKind.ADDRESSES, text: at === '' ? 'whatever is no pod' : `${at} that are no pod's` }; }
  const pods = labels.filter(({ dimension: { name: label } }) => label.startsWith('pod:')).map(side => labelText(peers, side, 'pod:'));
  const others = labels.filter(side => side !== name && side.dimension.name.startsWith('namespace:')).map(side => labelText(peers, side, 'namespace:'));
  const where = names === undefined || names === optionalStrings.present ? others.length === 0 ? '' : ' of namespaces'
    : ` of namespace ${strings.describe(optionalStrings.presentOf(names))}`;
  return {
    kind: AccessClientKind.PODS,
    text: [
      `${pods.length === 0 ? 'any pod' : `pods ${pods.join(', ')}`}${where}`,
      ...others.length === 0 ? [] : [`${where === ' of namespaces' ? '' : 'with labels '}${others.join(', ')}`],
      ...at === '' ? [] : [`at ${at}`],
    ].join(' '),
  };
}

function labelText({ space: { algebra: { optionalStrings, strings } } }: PeerSpace, { dimension, values }: Side, prefix: string): string {
  const key = dimension.name.slice(prefix.length);
  const set = values as OptionalLanguage;
  const present = optionalStrings.presentOf(set);
  if (set === optionalStrings.present) { return `with ${key}`; }
  if (set === optionalStrings.absent) { return `without ${key}`; }
  return optionalStrings.hasAbsent(set) ? `${key}!=${strings.describe(strings.complement(present))}` : `${key}=${strings.describe(present)}`;
}

function portsOf(peers: PeerSpace, box: Box): string {
  const { strings, integers } = peers.space.algebra;
  const port = box.find(({ dimension }) => dimension === peers.port);
  const protocol = box.find(({ dimension }) => dimension === peers.protocol);
  const numbers = port === undefined ? 'any port' : integers.ranges(port.values as IntegerSet)
    .map(([first, last]) => first === last ? `${first}` : `${Math.max(first, 1)}-${last}`).join(', ');
  const text = protocol === undefined ? '' : strings.describe(protocol.values as Parameters<typeof strings.describe>[0]);
  return text === '' || text === 'TCP' ? numbers : `${text} ${numbers}`;
}
