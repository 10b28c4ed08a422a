import { isIPv6 } from 'net';
import type { Place } from './place';
import { checkPortOrName, PROTOCOLS } from './ports';
import { checkLabelSelector } from './selector';
import { covers, parseCidr } from '../../../network-policy/addresses';
import { shown } from '../problems';

export function checkNetworkPolicy(policy: Place): void {
  const spec = policy.at('spec');
  checkLabelSelector(spec.at('podSelector'));
  for (const [rules, peers] of [['ingress', 'from'], ['egress', 'to']] as const) {
    for (const rule of spec.at(rules).items) {
      rule.at('ports').items.forEach(checkPort);
      rule.at(peers).items.forEach(checkPeer);
    }
  }
  const types = spec.at('policyTypes');
  if (types.length > 2) { types.report('bounds', 'there are two at most'); }
  for (const type of types.items) {
    if (!['Ingress', 'Egress'].includes(type.text)) { type.report('enum', `${shown(type.text)} is none of Ingress, Egress`); }
  }
}

function checkPort(port: Place): void {
  const protocol = port.at('protocol');
  protocol.emptyOrOneOf(...PROTOCOLS);
  if (protocol.value === '') { protocol.report('enum', `'' is none of ${PROTOCOLS.join(', ')}`); }
  const number = port.at('port');
  const end = port.at('endPort');
  if (number.exists) { checkPortOrName(number); }
  if (!end.exists) { return; }
  if (!number.exists) { end.report('object', 'an endPort needs a port'); return; }
  if (typeof number.value === 'string') { end.report('object', 'an endPort needs a port that is a number'); return; }
  if (end.number < number.number) { end.report('bounds', `${end.number} is less than the port, ${number.number}`); }
  end.between(1, 65535);
}

function checkPeer(peer: Place): void {
  const pods = peer.at('podSelector');
  const namespaces = peer.at('namespaceSelector');
  const block = peer.at('ipBlock');
  checkLabelSelector(pods);
  checkLabelSelector(namespaces);
  if (block.exists) { checkBlock(block); }
  if (!pods.exists && !namespaces.exists && !block.exists) { peer.report('required', 'a peer needs a podSelector, a namespaceSelector or an ipBlock'); }
  if (block.exists && (pods.exists || namespaces.exists)) { peer.report('choice', 'a peer has either an ipBlock or selectors'); }
}

function checkBlock(block: Place): void {
  const cidr = block.at('cidr');
  if (!cidr.needed()) { return; }
  const range = parseCidr(cidr.text);
  if (range === undefined || isMapped(cidr.text)) { cidr.report('format', `${shown(cidr.text)} is no CIDR`); return; }
  for (const except of block.at('except').items) {
    const inner = parseCidr(except.text);
    if (inner === undefined || isMapped(except.text)) {
      except.report('format', `${shown(except.text)} is no CIDR`);
    } else if (!covers(range, inner) || range.first === inner.first && range.last === inner.last) {
      except.report('object', `${shown(except.text)} is not a part of ${cidr.text}`);
    }
  }
}

function isMapped(cidr: string): boolean {
  return isIPv6(cidr.split('/')[0]) && parseCidr(cidr)?.family === 'IPv4';
}
