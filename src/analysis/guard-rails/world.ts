import { CallerParts } from './callers';
import type { GuardRail } from './guard-rail';
import { Openings } from './openings';
import { AccessSets } from '../access-sets';
import { trustDomainsOf } from '../access-sets/identity-access';
import type { ProductSet } from '../algebra';
import { servicesOf } from '../decision/inbound';
import type { MeshModel, Workload } from '../model';
import { targetOf } from '../model';
import type { DeclaredEdge } from '../proof';
import { operationSet } from '../proof/declared-sets';
import { EdgeIndex } from '../proof/edge-index';
import { portsOf } from '../proof/identity-proof';

/** What guard rails are held against: manifests, what was declared, and the sets in which both are compared. */
export class World {
  public readonly sets: AccessSets;
  public readonly callers: CallerParts;
  public readonly edges: EdgeIndex;
  public readonly trustDomains: readonly string[];
  private readonly ports = new Map<Workload, readonly number[]>();

  public constructor(public readonly model: MeshModel, public readonly allEdges: readonly DeclaredEdge[]) {
    this.sets = new AccessSets(model);
    this.callers = new CallerParts(model, this.sets, new Openings(model));
    this.edges = new EdgeIndex(allEdges);
    this.trustDomains = trustDomainsOf(model);
  }

  /** The requests and connections that a guard rail is about, whoever sends them. */
  public requestsOf({ operation }: GuardRail): ProductSet {
    const { space } = this.sets;
    return operation === undefined ? space.algebra.sets.all : space.algebra.sets.intersection(space.http, operationSet(space, operation));
  }

  /** The ports of a workload that a guard rail is about: those that anybody mentions, and one for all others. */
  public portsOf(callee: Workload, { port }: GuardRail): readonly number[] {
    if (port !== undefined) {
      return [port];
    }
    let ports = this.ports.get(callee);
    if (ports === undefined) {
      this.ports.set(callee, ports = [...new Set([
        ...portsOf(this.model, callee, this.edges.incoming(callee)), ...knownPorts(this.model, callee),
      ])].sort((a, b) => a - b));
    }
    return ports;
  }
}

/** The ports that a workload is known to have. */
export function knownPorts(model: MeshModel, callee: Workload): readonly number[] {
  return [
    ...callee.ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port),
    ...servicesOf(model, callee).flatMap(({ ports }) => ports.map(entry => targetOf(entry, callee)).filter(port => port !== undefined)),
  ];
}
