import { blockAddresses } from './block-addresses';
import type { PeerClass } from './peer-classes';
import type { Addresses } from '../algebra';
import type { Requirement } from '../network-policy/selector';

/** A class of peers of NetworkPolicies in words: `pods app=web of namespace shop`, `any pod`, `addresses 10.0.0.0/8`. */
export function peerText(addresses: Addresses, peer: PeerClass): string {
  let text = texts.get(peer);
  if (text === undefined) { texts.set(peer, text = describe(addresses, peer)); }
  return text;
}

const texts = new WeakMap<PeerClass, string>();

function describe(addresses: Addresses, peer: PeerClass): string {
  switch (peer.kind) {
    case 'everyone': return 'anyone';
    case 'block': return `addresses ${addresses.describe(blockAddresses(addresses, peer.block))}`;
    case 'pods': {
      const pods = peer.pods.length === 0 ? 'any pod' : `pods ${peer.pods.map(requirementText).join(', ')}`;
      if (peer.namespace !== undefined) { return `${pods} of namespace ${peer.namespace}`; }
      const { namespaces = [] } = peer;
      return namespaces.length === 0 ? pods : `${pods} of namespaces ${namespaces.map(requirementText).join(', ')}`;
    }
  }
}

function requirementText(requirement: Requirement): string {
  if (!('operator' in requirement)) { return '(a requirement that cannot be read)'; }
  const { key, operator } = requirement;
  const values = 'values' in requirement ? [...requirement.values].join('|') : '';
  switch (operator) {
    case 'In': return `${key}=${values}`;
    case 'NotIn': return `${key}!=${values}`;
    case 'Exists': return `with ${key}`;
    case 'DoesNotExist': return `without ${key}`;
  }
}
