import type { JsonObject } from '../../json';
import type { Element, Elements, MeshModel, Workload } from '../../model';
import { NetworkPolicies } from '../../network-policy';
import type { DirectionDecision, NetworkPeer, NetworkPolicyDecision } from '../../network-policy';
import type { Policy } from '../../network-policy/policy';
import { compilePolicy } from '../../network-policy/policy';
import type { LayerVerdict } from '../decision';
import { LayerSpeaker } from '../decision';

const layer = new LayerSpeaker('networkPolicy', true);
const compiled = new WeakMap<MeshModel, NetworkPolicies>();
const peers = new WeakMap<MeshModel, Map<Workload, NetworkPeer>>();

/** What the NetworkPolicies at both ends say of a connection to the container port. */
export function decideConnection(model: MeshModel, from: NetworkPeer, callee: Workload, port: number): LayerVerdict {
  if (model.networkPolicies.all.length === 0) { return layer.allow('there are no NetworkPolicies'); }
  const decision = networkPoliciesOf(model).decide(from, podPeer(model, callee), port);
  const side = decidingSide(decision);
  const rule = side.admittedBy[0];
  const reference = rule ?? side.isolatedBy[0];
  const object: Element | undefined = reference === undefined ? undefined : model.networkPolicies.all[reference.index];
  const path = rule === undefined ? undefined : `${rule.direction.toLowerCase()}[${rule.rule}]`;
  switch (decision.verdict) {
    case 'ALLOW': return layer.allow(decision.reason, object, path);
    case 'DENY': return layer.deny(decision.reason, 'timeout', object, path);
    case 'UNKNOWN': return layer.unknown([decision.reason, ...decision.causes].join('; '), object, path);
  }
}

function decidingSide({ verdict, egress, ingress }: NetworkPolicyDecision): DirectionDecision {
  if (verdict !== 'ALLOW' && egress.verdict === verdict) { return egress; }
  if (verdict !== 'ALLOW' && ingress.verdict === verdict) { return ingress; }
  return ingress.admittedBy.length === 0 && egress.admittedBy.length > 0 ? egress : ingress;
}

/** The NetworkPolicies of a model, ready to be asked. */
export function networkPoliciesOf(model: MeshModel): NetworkPolicies {
  let policies = compiled.get(model);
  if (policies === undefined) {
    const { all } = model.networkPolicies;
    compiled.set(model, policies = new NetworkPolicies(all.map(named), { compile: ({ index }) => policyOf(model, all[index]) }));
  }
  return policies;
}

/** With the namespace that it is applied to, also where it names none. */
function named({ object, namespace, name }: Element): JsonObject {
  return { ...object, metadata: { namespace, name } };
}

const read = new WeakMap<Elements<Element>, Map<Element, Policy>>();
const places = new WeakMap<Elements<Element>, ReadonlyMap<Element, number>>();

/** A NetworkPolicy of the model, read once for all who ask, also about models that have nothing but these in common. */
export function policyOf({ networkPolicies }: MeshModel, element: Element): Policy {
  let policies = read.get(networkPolicies);
  if (policies === undefined) { read.set(networkPolicies, policies = new Map()); }
  let policy = policies.get(element);
  if (policy === undefined) {
    const { namespace, name } = element;
    policies.set(element, policy = compilePolicy(named(element), { namespace, name, index: placesOf(networkPolicies).get(element) ?? -1 }));
  }
  return policy;
}

function placesOf(networkPolicies: Elements<Element>): ReadonlyMap<Element, number> {
  let known = places.get(networkPolicies);
  if (known === undefined) { places.set(networkPolicies, known = new Map(networkPolicies.all.map((element, index) => [element, index]))); }
  return known;
}

/** A workload as NetworkPolicies see it: any one of its pods, or the address of a machine, which is no pod whatever its labels are. */
export function podPeer(model: MeshModel, workload: Workload, address?: string): NetworkPeer {
  let known = peers.get(model);
  if (known === undefined) { peers.set(model, known = new Map()); }
  const made = address === undefined ? known.get(workload) : undefined;
  if (made !== undefined) { return made; }
  if (workload.outsideCluster) {
    const [own] = address === undefined ? workload.addresses : [address];
    return { kind: 'external', ...own === undefined ? {} : { address: own } };
  }
  const namespace = model.namespaces.get(workload.namespace);
  const addresses = address === undefined ? workload.addresses : [address];
  const peer: NetworkPeer = {
    kind: 'pod',
    namespace: workload.namespace,
    name: workload.name,
    labels: Object.fromEntries(workload.labels),
    hostNetwork: workload.hostNetwork,
    replicated: workload.kind !== 'Pod',
    ports: workload.ports.flatMap(port => port.name === undefined ? [] : [{ name: port.name, port: port.port, protocol: port.protocol }]),
    ...addresses.length === 0 ? {} : { addresses },
    ...namespace?.declared === true ? { namespaceLabels: Object.fromEntries(namespace.labels) } : {},
  };
  if (address === undefined) { known.set(workload, peer); }
  return peer;
}
