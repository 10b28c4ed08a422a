/**
 * NetworkPolicy read from the documentation a second time, as slowly and plainly as can be: no compiling, no index,
 * no three-valued logic, straight from the JSON. It only knows sound policies and pods of which everything is known.
 */
export interface NaivePod {
  namespace: string;
  namespaceLabels: Record<string, string>;
  name: string;
  labels: Record<string, string>;
  /** Dotted IPv4. */
  address: string;
  ports: { name: string; port: number; protocol: string }[];
}

interface NaiveExpression { key: string; operator: string; values?: string[] }
export interface NaiveSelector { matchLabels?: Record<string, string>; matchExpressions?: NaiveExpression[] }
export interface NaivePeer { podSelector?: NaiveSelector; namespaceSelector?: NaiveSelector; ipBlock?: { cidr: string; except?: string[] } }
export interface NaivePort { protocol?: string; port?: number | string; endPort?: number }
export interface NaiveRule { from?: NaivePeer[]; to?: NaivePeer[]; ports?: NaivePort[] }
export interface NaivePolicy {
  metadata: { namespace: string; name: string };
  spec: { podSelector?: NaiveSelector; policyTypes?: string[]; ingress?: NaiveRule[]; egress?: NaiveRule[] };
}

export function naiveAllows(policies: NaivePolicy[], from: NaivePod, to: NaivePod, port: number, protocol: string): boolean {
  if (from.namespace === to.namespace && from.name === to.name) return true;
  return open('Egress', from, to) && open('Ingress', to, from);

  function open(direction: 'Ingress' | 'Egress', subject: NaivePod, other: NaivePod): boolean {
    const applying = policies.filter((policy) => policy.metadata.namespace === subject.namespace
      && typesOf(policy).includes(direction)
      && matches(policy.spec.podSelector ?? {}, subject.labels));
    if (applying.length === 0) return true;
    return applying.some((policy) => {
      const rules = (direction === 'Ingress' ? policy.spec.ingress : policy.spec.egress) ?? [];
      return rules.some((rule) => {
        const peers = (direction === 'Ingress' ? rule.from : rule.to) ?? [];
        const ports = rule.ports ?? [];
        return (peers.length === 0 || peers.some((peer) => isPeer(peer, policy.metadata.namespace, other)))
          && (ports.length === 0 || ports.some((entry) => isPort(entry)));
      });
    });
  }

  function isPort(entry: NaivePort): boolean {
    if ((entry.protocol ?? 'TCP') !== protocol) return false;
    if (entry.port === undefined) return true;
    if (typeof entry.port === 'string') {
      return to.ports.some((one) => one.name === entry.port && one.protocol === protocol && one.port === port);
    }
    return port >= entry.port && port <= (entry.endPort ?? entry.port);
  }
}

function typesOf(policy: NaivePolicy): string[] {
  const { policyTypes, egress } = policy.spec;
  if (policyTypes !== undefined && policyTypes.length > 0) return policyTypes;
  return egress !== undefined && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function isPeer(peer: NaivePeer, namespace: string, other: NaivePod): boolean {
  if (peer.ipBlock) return inCidr(other.address, peer.ipBlock.cidr) && !(peer.ipBlock.except ?? []).some((cidr) => inCidr(other.address, cidr));
  if (peer.namespaceSelector) {
    const labels = { ...other.namespaceLabels, 'kubernetes.io/metadata.name': other.namespace };
    if (!matches(peer.namespaceSelector, labels)) return false;
  } else if (other.namespace !== namespace) {
    return false;
  }
  return peer.podSelector === undefined || matches(peer.podSelector, other.labels);
}

function matches(selector: NaiveSelector, labels: Record<string, string>): boolean {
  for (const key of Object.keys(selector.matchLabels ?? {})) {
    if (labels[key] !== selector.matchLabels?.[key]) return false;
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const has = Object.keys(labels).includes(key);
    if (operator === 'Exists' && !has) return false;
    if (operator === 'DoesNotExist' && has) return false;
    if (operator === 'In' && !(has && values.includes(labels[key]))) return false;
    if (operator === 'NotIn' && has && values.includes(labels[key])) return false;
  }
  return true;
}

/** By the digits: an address is in the range if its first bits are those of the range. */
function inCidr(address: string, cidr: string): boolean {
  const [start, length] = cidr.split('/');
  return bits(address).slice(0, Number(length)) === bits(start).slice(0, Number(length));
}

function bits(address: string): string {
  return address.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}
