import { field, isObject, type JsonObject } from './json';

/** For whose pods an object is: those of its namespace, or of the whole cluster. */
export type Reach = 'namespace' | 'cluster';

/** Kinds beside Kubernetes' NetworkPolicy whose objects may open what NetworkPolicies close, by API group. */
const KINDS: Readonly<Record<string, Readonly<Record<string, Reach>>>> = {
  'policy.networking.k8s.io': { AdminNetworkPolicy: 'cluster', ClusterNetworkPolicy: 'cluster' },
  'cilium.io': { CiliumNetworkPolicy: 'namespace', CiliumClusterwideNetworkPolicy: 'cluster' },
  'projectcalico.org': { NetworkPolicy: 'namespace', GlobalNetworkPolicy: 'cluster' },
  'crd.projectcalico.org': { NetworkPolicy: 'namespace', GlobalNetworkPolicy: 'cluster' },
  'crd.antrea.io': { NetworkPolicy: 'namespace', ClusterNetworkPolicy: 'cluster' },
};

/** What a rule may do without opening anything. What Kubernetes passes on, NetworkPolicies decide. */
const CLOSING = ['Deny', 'Drop', 'Reject'];

/**
 * For whose pods an object may open connections besides, in a way that is not modelled; undefined where it opens nothing, as one does
 * that only denies, or that is for pods which no NetworkPolicy isolates.
 *
 * @see https://network-policy-api.sigs.k8s.io/
 */
export function opensBesides(object: unknown): Reach | undefined {
  if (!isObject(object)) return undefined;
  const apiVersion = field(object, 'apiVersion');
  const kind = field(object, 'kind');
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? apiVersion : apiVersion.slice(0, slash);
  if (!Object.prototype.hasOwnProperty.call(KINDS, group)) return undefined;
  const kinds = KINDS[group];
  const reach = Object.prototype.hasOwnProperty.call(kinds, kind) ? kinds[kind] : undefined;
  return reach !== undefined && specsOf(object).some((spec) => opens(spec, group)) ? reach : undefined;
}

/** Cilium's objects may have several. */
function specsOf(object: JsonObject): readonly unknown[] {
  const several = field(object, 'specs');
  return [field(object, 'spec'), ...Array.isArray(several) ? several : []];
}

function opens(spec: unknown, group: string): boolean {
  if (!isObject(spec) || field(spec, 'tier') === 'Baseline') return false;
  const rules = [field(spec, 'ingress'), field(spec, 'egress')].filter((list) => list !== undefined);
  const closing = group === 'policy.networking.k8s.io' ? [...CLOSING, 'Pass'] : CLOSING;
  return rules.some((list) => !Array.isArray(list) || list.some((rule: unknown) => !isObject(rule) || !closing.includes(String(field(rule, 'action')))));
}
