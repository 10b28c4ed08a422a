import type { AccessChange, AccessChangeExample, AccessChangeSide } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { AlignedWorkload } from './aligned';
import type { Comparison } from './comparison';
import { labelsAt, peerAt, peerPoint } from './peer-points';
import { PeerSpace } from './peer-space';
import { sayPeers } from './peer-words';
import { risen, risenParts } from './rise';
import type { Part } from './rise';
import type { AccessClient } from '../access/access-client';
import { AccessLayer, AccessVerdict } from '../access/access-decision';
import { AccessProtocol } from '../access/access-operation';
import { presentObject } from '../access/present-object';
import { workloadClient } from '../access-table/identity-words';
import type { Bounds, ProductSet } from '../algebra';
import { witness } from '../algebra';
import { networkPoliciesOf, podPeer } from '../decision/layers/network-policies';
import type { MeshModel, Workload } from '../model';
import type { Direction, NetworkPolicies, Protocol } from '../network-policy';

/**
 * What the NetworkPolicies of one end newly let in or out, whatever those of the other end say, as far as it is more than
 * connections between workloads of the manifests: pods that are not there yet, addresses, and workloads whose own policies
 * still hold them back.
 */
export class OpeningChanges {
  private readonly peers: PeerSpace;
  private readonly policies = new Map<MeshModel, NetworkPolicies>();
  private readonly usual = new Map<string, Bounds | undefined>();

  public constructor(private readonly comparison: Comparison) {
    this.peers = new PeerSpace(comparison.space);
  }

  public of(workload: AlignedWorkload): readonly AccessChange[] {
    return [...this.inDirection(workload, 'Ingress'), ...this.inDirection(workload, 'Egress')];
  }

  private inDirection(workload: AlignedWorkload, direction: Direction): readonly AccessChange[] {
    const { before, after, space, allowance } = this.comparison;
    if (workload.after === undefined) { return []; }
    const { sets } = space.algebra;
    const is = this.peers.openings(after.model, workload.after, direction);
    const was = workload.before === undefined ? this.usualIn(workload.namespace, direction)
      : this.peers.openings(before.model, workload.before, direction);
    const more = risen(sets, was, is);
    if (sets.isEmpty(more)) { return []; }
    const untold = sets.difference(more, this.betweenWorkloads(workload.after, direction, more));
    const rest = allowance.beyondOpenings(this.peers, workload, direction, untold);
    // What is open now is easier to read than what of it is new, if none of that is let pass.
    return risenParts(sets, rest, was, is).flatMap(part => this.changesOf(workload, direction, part, rest === more ? is : undefined));
  }

  /** What all pods of the namespace had before: the platform's needs are no news at one more workload. */
  private usualIn(namespace: string, direction: Direction): Bounds {
    const { before: { model }, space: { algebra: { bounds } } } = this.comparison;
    const key = `${namespace} ${direction}`;
    if (!this.usual.has(key)) {
      const all = model.workloads.in(namespace).map(workload => this.peers.openings(model, workload, direction));
      this.usual.set(key, all.length === 0 ? bounds.none : bounds.intersection(...all));
    }
    return this.usual.get(key) as Bounds;
  }

  /** Connections to or from workloads of the newer version that are open at both ends: they are told one by one. */
  private betweenWorkloads(workload: Workload, direction: Direction, more: ProductSet): ProductSet {
    const { after: { model, access }, space: { algebra: { sets, strings, integers } } } = this.comparison;
    const tcp = sets.where(this.peers.protocol, strings.exact('TCP'));
    const told = model.workloads.all.flatMap(other => {
      const labels = labelsAt(this.peers, model, other, more);
      if (labels === undefined || sets.isEmpty(sets.intersection(more, labels))) { return []; }
      const [caller, callee] = direction === 'Ingress' ? [other, workload] : [workload, other];
      const { may } = access.networkAccess(caller, callee);
      // There is no port 0, so that all ports are all numbers.
      const ports = integers.ofRanges(may.map(({ first, last }) => [first === 1 ? 0 : first, last]));
      return may.length === 0 ? [] : [sets.intersection(labels, tcp, sets.where(this.peers.port, ports))];
    });
    return sets.intersection(more, sets.union(...told));
  }

  private changesOf(workload: AlignedWorkload, direction: Direction, { set, before, after }: Part, now?: Bounds): readonly AccessChange[] {
    const own = workloadClient(workload.after as Workload);
    const example = this.example(workload, direction, set);
    const of = now === undefined ? set : after === AccessVerdict.ALLOW ? now.must : now.may;
    return sayPeers(this.peers, set, of).map(({ peer, ports }): AccessChange => ({
      layer: AccessChangeLayer.NETWORK_POLICY,
      ...ends(direction, own, peer),
      ports,
      operations: [{ protocol: AccessProtocol.ANY }],
      before,
      after,
      ...example === undefined ? {} : { example },
      causes: [],
    }));
  }

  /** One peer at which the policies of this end decide otherwise. */
  private example(workload: AlignedWorkload, direction: Direction, set: ProductSet): AccessChangeExample | undefined {
    const { sets } = this.comparison.space.algebra;
    const point = witness(sets, set, this.peers.ordinary([workload.namespace, ...this.comparison.after.model.namespaces.keys()]));
    if (point === undefined) { return undefined; }
    const peer = peerPoint(point, workload.namespace);
    const side = (model: MeshModel, own: Workload | undefined): AccessChangeSide => {
      if (own === undefined) { return { verdict: AccessVerdict.DENY, reason: `there is no workload ${workload.namespace}/${workload.name}` }; }
      const [from, to] = direction === 'Ingress' ? [peerAt(peer), podPeer(model, own)] : [podPeer(model, own), peerAt(peer)];
      const decided = this.policiesOf(model).decide(from, to, peer.port, peer.protocol as Protocol);
      const one = direction === 'Ingress' ? decided.ingress : decided.egress;
      const reference = one.admittedBy[0] ?? one.isolatedBy[0];
      const object = reference === undefined ? undefined : model.networkPolicies.all[reference.index];
      return {
        verdict: one.verdict as AccessVerdict,
        layer: AccessLayer.NETWORK_POLICY,
        reason: reference === undefined ? 'no NetworkPolicy of this direction selects it' : `${one.admittedBy.length > 0 ? 'admitted' : 'refused'} by its NetworkPolicies`,
        ...object === undefined ? {} : { object: presentObject(object) },
        ...one.admittedBy.length === 0 ? {} : { rule: `${direction.toLowerCase()}[${one.admittedBy[0].rule}]` },
      };
    };
    const was = side(this.comparison.before.model, workload.before);
    const is = side(this.comparison.after.model, workload.after);
    if (was.verdict === is.verdict) { return undefined; }
    const [verb, other] = direction === 'Ingress' ? ['from', 'to'] : ['to', 'from'];
    return { text: `a connection ${verb} ${peer.text}, ${peer.protocol} ${peer.port}, ${other} ${workload.namespace}/${workload.name}`, before: was, after: is };
  }

  private policiesOf(model: MeshModel): NetworkPolicies {
    let policies = this.policies.get(model);
    if (policies === undefined) { this.policies.set(model, policies = networkPoliciesOf(model)); }
    return policies;
  }
}

function ends(direction: Direction, own: AccessClient, peer: AccessClient): Pick<AccessChange, 'clients' | 'callee' | 'calleeWorkload'> {
  return direction === 'Ingress'
    ? { clients: [peer], callee: own.text, calleeWorkload: { namespace: own.namespace as string, workload: own.name as string } }
    : { clients: [own], callee: peer.text };
}
