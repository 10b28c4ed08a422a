import { parseAddress, parseCidr, type IpAddress, type IpFamily, type IpRange } from './addresses';
import type { NetworkPeer, PodPeer } from './peers';
import type { NamedPorts } from './ports';
import { knownLabels, namespaceLabels, type Labels } from './selector';
import { doubt } from './truth';

/** One end of a connection, read once: what selectors, address blocks and port names ask of it. */
export interface Endpoint {
  /** How messages call it. */
  readonly title: string;
  /** undefined if it is no pod. */
  readonly pod: PodEndpoint | undefined;
  /** undefined if not known. */
  readonly addresses: readonly IpAddress[] | undefined;
  readonly names: NamedPorts;
}

export interface PodEndpoint {
  readonly namespace: string;
  readonly labels: Labels;
  readonly namespaceLabels: Labels;
}

export function readEndpoint(peer: NetworkPeer): Endpoint {
  return peer.kind === 'pod' ? readPod(peer) : {
    title: peer.address ?? (peer.ownNode === true ? 'the own node' : 'the outside'),
    pod: undefined,
    addresses: readAddresses(peer.address === undefined ? undefined : [peer.address]),
    // Only containers name ports.
    names: () => [],
  };
}

function readPod(peer: PodPeer): Endpoint {
  return {
    title: `${peer.namespace}/${peer.name}`,
    pod: {
      namespace: peer.namespace,
      labels: knownLabels(peer.labels),
      namespaceLabels: namespaceLabels(peer.namespace, peer.namespaceLabels),
    },
    addresses: readAddresses(peer.addresses),
    names: readNames(peer),
  };
}

function readNames(peer: PodPeer): NamedPorts {
  const { ports } = peer;
  if (ports === undefined) {
    const missing = doubt(`the named ports of ${peer.namespace}/${peer.name} are not known`);
    return () => missing;
  }
  return (name, protocol) => [...new Set(ports
    .filter((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)
    .map((port) => port.port))];
}

/** An address that cannot be read is like one that is missing. */
function readAddresses(texts: readonly string[] | undefined): readonly IpAddress[] | undefined {
  const read = texts?.map(parseAddress).filter((address) => address !== undefined);
  return read === undefined || read.length === 0 ? undefined : read;
}

/** Where addresses can lie that are not known. */
export interface AddressSpace {
  readonly families: readonly IpFamily[];
  /** The ranges of the pods' addresses; undefined: anywhere. */
  readonly pods: readonly IpRange[] | undefined;
}

export function addressSpace(families: readonly IpFamily[] | undefined, podCidrs: readonly string[] | undefined): AddressSpace {
  const pods = podCidrs?.map(parseCidr).filter((range) => range !== undefined);
  const known = pods === undefined || pods.length === 0 ? undefined : pods;
  return { families: families ?? (known === undefined ? ['IPv4'] : [...new Set(known.map((range) => range.family))]), pods: known };
}
