import { Between } from './open-between';
import type { Openings } from './peer-classes';
import { PeerClasses } from './peer-classes';
import { PodIndex } from './pod-index';
import type { NetworkAccess } from '../access-sets';
import { NetworkBoundary } from '../access-sets/network-access';
import type { IntegerSet, Integers } from '../algebra';
import { Algebra } from '../algebra';
import type { MeshModel, Workload } from '../model';
import type { Direction, PortInterval } from '../network-policy';

/** What NetworkPolicies open between the workloads of a mesh, for questions about very many pairs of them. */
export class NetworkBetween {
  private readonly integers: Integers = new Algebra().integers;
  private readonly boundary: NetworkBoundary;
  private readonly classes: PeerClasses;
  private readonly between: Between;
  private readonly openings = { Ingress: new Map<Workload, Openings>(), Egress: new Map<Workload, Openings>() };
  private readonly intervals = new Map<IntegerSet, readonly PortInterval[]>();

  public constructor(model: MeshModel) {
    this.boundary = new NetworkBoundary(model);
    this.classes = new PeerClasses(model);
    this.between = new Between(this.integers, new PodIndex(model), (caller, callee) => this.boundary.between(caller, callee));
  }

  /** The ports on which one workload may connect to another, or to another of its own pods. */
  public access(caller: Workload, callee: Workload): NetworkAccess {
    // A pod may always reach itself, and a machine is no pod.
    const isItself = caller.kind === 'Pod' && caller.namespace === callee.namespace && caller.name === callee.name;
    if (isItself || caller.outsideCluster || callee.outsideCluster) {
      return this.boundary.between(caller, callee);
    }
    const { must, may } = this.between.of(caller, this.openingsOf(caller, 'Egress'), callee, this.openingsOf(callee, 'Ingress'));
    return { must: this.intervalsOf(must), may: this.intervalsOf(may) };
  }

  private openingsOf(workload: Workload, direction: Direction): Openings {
    const known = this.openings[direction];
    let openings = known.get(workload);
    if (openings === undefined) { known.set(workload, openings = this.classes.of(workload, direction)); }
    return openings;
  }

  /** There is no port 0. */
  private intervalsOf(ports: IntegerSet): readonly PortInterval[] {
    let intervals = this.intervals.get(ports);
    if (intervals === undefined) {
      intervals = this.integers.ranges(ports).filter(([, last]) => last > 0).map(([first, last]) => ({ first: Math.max(first, 1), last }));
      this.intervals.set(ports, intervals);
    }
    return intervals;
  }
}
