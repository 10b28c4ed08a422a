import type { AccessSpace } from '../access-sets';
import { blockAddresses } from '../access-table/block-addresses';
import type { Bounds, Dimension, OptionalLanguage, ProductSet } from '../algebra';
import { podPeer } from '../decision/layers/network-policies';
import type { MeshModel, Workload } from '../model';
import type { Direction } from '../network-policy';
import { selectingPolicies } from '../network-policy/direction';
import type { Selecting } from '../network-policy/direction';
import { readEndpoint } from '../network-policy/endpoint';
import type { JsonObject } from '../network-policy/json';
import { compilePolicy } from '../network-policy/policy';
import type { Policy, Rule, RulePeer } from '../network-policy/policy';
import type { NamedPorts, RulePort } from '../network-policy/ports';
import type { Requirement } from '../network-policy/selector';

export const METADATA_NAME = 'kubernetes.io/metadata.name';

/**
 * The points of NetworkPolicies at one end of a connection: the other end, be it in the manifests or not, and the port.
 *
 * - `namespace:<label>` and `pod:<label>`: the labels of a pod. What has no namespace label `kubernetes.io/metadata.name` is no pod.
 * - `address`: the other end's.
 * - `protocol` and `port`: those of the connection.
 */
export class PeerSpace {
  public readonly address: Dimension<'addresses'>;
  public readonly protocol: Dimension<'strings'>;
  public readonly port: Dimension<'integers'>;
  /** Pods of whatever namespace. */
  public readonly pods: ProductSet;
  private readonly compiled = new WeakMap<MeshModel, Map<string, readonly Policy[]>>();

  public constructor(public readonly space: AccessSpace) {
    const { algebra } = space;
    this.address = algebra.dimension('address', algebra.addresses);
    this.protocol = algebra.dimension('protocol', algebra.strings);
    this.port = algebra.dimension('port', algebra.integers);
    this.pods = algebra.sets.where(this.namespaceLabel(METADATA_NAME), algebra.optionalStrings.present);
  }

  public namespaceLabel(key: string): Dimension<'optional strings'> {
    return this.space.algebra.dimension(`namespace:${key}`, this.space.algebra.optionalStrings);
  }

  public podLabel(key: string): Dimension<'optional strings'> {
    return this.space.algebra.dimension(`pod:${key}`, this.space.algebra.optionalStrings);
  }

  /** What peers and connections usually are, most telling first. */
  public ordinary(namespaces: readonly string[]): readonly ProductSet[] {
    const { sets, strings, optionalStrings } = this.space.algebra;
    const name = this.namespaceLabel(METADATA_NAME);
    return [
      this.pods,
      sets.where(this.protocol, strings.exact('TCP')),
      sets.where(name, optionalStrings.presentIn(strings.oneOf(namespaces))),
      sets.where(name, optionalStrings.presentIn(strings.nonEmpty)),
    ];
  }

  /** What the NetworkPolicies at one end let in or out, as far as that end's own policies say. */
  public openings(model: MeshModel, workload: Workload, direction: Direction): Bounds {
    const { bounds, sets } = this.space.algebra;
    const endpoint = readEndpoint(podPeer(model, workload));
    const selecting = workload.hostNetwork ? [] : selectingPolicies(endpoint, this.policies(model, workload.namespace), direction);
    if (workload.hostNetwork) { return bounds.unknown; }
    if (selecting.length === 0) { return bounds.all; }
    const names: NamedPorts = direction === 'Ingress' ? endpoint.names : () => ({ causes: ['what a port is called at the other end is not known'] });
    const admitted = selecting.map(one => ({ certain: one.selects === true, ...this.admittedBy(one, names) }));
    const isolates = admitted.some(({ certain }) => certain);
    const may = isolates ? sets.union(...admitted.map(one => one.may)) : sets.all;
    const must = isolates ? sets.union(...admitted.filter(({ certain }) => certain).map(one => one.must))
      : sets.intersection(...admitted.map(one => one.must));
    return { must, may };
  }

  /** The other ends that a peer of a rule means, in a policy of a namespace. */
  public peers(peer: RulePeer, namespace: string): Bounds {
    const { bounds, sets, addresses, strings, optionalStrings } = this.space.algebra;
    if ('causes' in peer) { return bounds.unknown; }
    if ('block' in peer) {
      return bounds.exactly(sets.where(this.address, blockAddresses(addresses, peer.block)));
    }
    const there = peer.namespaces === undefined
      ? bounds.exactly(sets.where(this.namespaceLabel(METADATA_NAME), optionalStrings.presentIn(strings.exact(namespace))))
      : bounds.intersection(bounds.exactly(this.pods), ...peer.namespaces.map(one => this.having(one, key => this.namespaceLabel(key))));
    return bounds.intersection(there, ...(peer.pods ?? []).map(one => this.having(one, key => this.podLabel(key))));
  }

  private admittedBy({ policy, rules }: Selecting, names: NamedPorts): Bounds {
    const { bounds } = this.space.algebra;
    return bounds.union(...rules.map((rule: Rule) => bounds.intersection(
      rule.peers === undefined ? bounds.all : bounds.union(...rule.peers.map(peer => this.peers(peer, policy.ref.namespace))),
      rule.ports === undefined ? bounds.all : bounds.union(...rule.ports.map(port => this.ports(port, names))),
    )));
  }

  private ports(entry: RulePort, names: NamedPorts): Bounds {
    const { bounds, sets, strings, integers } = this.space.algebra;
    if ('causes' in entry) { return bounds.unknown; }
    const over = (ports: ProductSet): ProductSet => sets.intersection(sets.where(this.protocol, strings.exact(entry.protocol)), ports);
    if ('first' in entry) { return bounds.exactly(over(sets.where(this.port, integers.range(entry.first, entry.last)))); }
    const numbers = names(entry.name, entry.protocol);
    if ('causes' in numbers) { return { must: sets.none, may: over(sets.all) }; }
    const may = over(sets.where(this.port, integers.of(...numbers)));
    // Of several ports of one name nobody says which one is meant.
    return { must: numbers.length === 1 ? may : sets.none, may };
  }

  private having(requirement: Requirement, dimension: (key: string) => Dimension<'optional strings'>): Bounds {
    const { bounds, sets, strings, optionalStrings } = this.space.algebra;
    if (!('operator' in requirement)) { return bounds.unknown; }
    const where = (values: OptionalLanguage): Bounds => bounds.exactly(sets.where(dimension(requirement.key), values));
    switch (requirement.operator) {
      case 'In': return where(optionalStrings.presentIn(strings.oneOf([...requirement.values])));
      case 'NotIn': return where(optionalStrings.complement(optionalStrings.presentIn(strings.oneOf([...requirement.values]))));
      case 'Exists': return where(optionalStrings.present);
      case 'DoesNotExist': return where(optionalStrings.absent);
    }
  }

  private policies(model: MeshModel, namespace: string): readonly Policy[] {
    let namespaces = this.compiled.get(model);
    if (namespaces === undefined) { this.compiled.set(model, namespaces = new Map()); }
    let policies = namespaces.get(namespace);
    if (policies === undefined) {
      policies = model.networkPolicies.in(namespace).map((element, index) => compilePolicy(
        { ...element.object, metadata: { name: element.name, namespace } } as JsonObject, { namespace, name: element.name, index }));
      namespaces.set(namespace, policies);
    }
    return policies;
  }
}
