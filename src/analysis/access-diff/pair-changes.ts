import type { AccessChange } from './access-change';
import { AccessChangeLayer } from './access-change';
import type { AlignedWorkload } from './aligned';
import type { Caller } from './callers';
import type { Changes, Comparison, Version } from './comparison';
import { calleeOf, noChanges, principalOf } from './comparison';
import { exampleAmong } from './example';
import type { Way } from './example';
import type { PortShift } from './port-sets';
import { risenPorts, samePorts } from './port-sets';
import type { ComparedPorts } from './ports';
import { comparedPorts, intervalWords, portWords } from './ports';
import { ordinaryPoints, requestOf } from './request-of';
import type { Part } from './rise';
import { fallenParts, risen, risenParts } from './rise';
import { AccessVerdict } from '../access/access-decision';
import type { AccessOperation } from '../access/access-operation';
import { AccessProtocol } from '../access/access-operation';
import type { Access, AccessByIdentity, ByIdentity, NetworkAccess } from '../access-sets';
import { hasPort } from '../access-sets';
import { hostClasses } from '../access-sets/host-classes';
import { sayAccess } from '../access-table';
import type { Bounds, ProductSet } from '../algebra';
import { servicesOf } from '../decision/inbound';
import type { Workload } from '../model';

const NO_PORTS: NetworkAccess = { must: [], may: [] };

/** One direction of change of several callers alike. */
interface Alike extends Part {
  readonly layer: AccessChangeLayer;
  readonly way: Way;
  readonly ports: number[];
  readonly callers: Caller[];
  readonly causes: Set<string>;
}

/**
 * What callers newly may at one callee by NetworkPolicies alone, and newly may or may no longer by all layers together.
 */
export class PairChanges {
  private readonly found = noChanges();
  private readonly network = new Map<string, { readonly shift: PortShift; readonly callers: Caller[] }>();
  private readonly ports: ComparedPorts;
  private readonly entering = new Map<number, readonly ByIdentity[]>();
  private entrants?: ReadonlySet<string> | 'anybody';
  private readonly byCaller = new Map<Caller, Map<string, Alike>>();

  public constructor(private readonly comparison: Comparison, private readonly callee: AlignedWorkload) {
    this.ports = comparedPorts(comparison, callee);
  }

  /** @param connects whether NetworkPolicies may say otherwise of it than before */
  public add(caller: Caller, connects: boolean): void {
    if (!connects && !this.mayDiffer(caller)) { return; }
    const { before, after } = this.comparison;
    const starts = !connects ? []
      : this.compareNetwork(caller, this.networkOf(caller, before, this.callee.before), this.networkOf(caller, after, this.callee.after));
    for (const port of new Set([...this.ports.all, ...starts])) {
      if (this.mayEnter(caller, port)) { this.compareAll(caller, port); }
    }
    for (const port of this.ports.all) { this.compareIdentity(caller, port); }
  }

  public changes(): Changes {
    for (const { shift, callers } of this.network.values()) { this.found.allowed.push({ change: this.networkChange(shift, callers) }); }
    for (const alike of this.together()) {
      const { set, ports, callers, way } = alike;
      const meaning = { space: this.comparison.space, set, ports, compared: this.ports, callers: callers.map(({ client }) => client) };
      this.found[way === 'risen' ? 'allowed' : 'denied'].push({ change: this.wholeChange(alike), meaning });
    }
    return this.found;
  }

  private networkOf(caller: Caller, version: Version, callee: Workload | undefined): NetworkAccess {
    return (callee === undefined ? undefined : caller.network(version, callee)) ?? NO_PORTS;
  }

  /** Returns where ports begin of which more is said. */
  private compareNetwork(caller: Caller, was: NetworkAccess, is: NetworkAccess): readonly number[] {
    if (samePorts(was, is)) { return []; }
    const shifts = risenPorts(was, is);
    for (const shift of shifts) {
      const ports = this.comparison.allowance.beyondConnections(caller.client, this.callee, shift.ports);
      if (ports.length === 0) { continue; }
      const key = JSON.stringify([ports, shift.before, shift.after]);
      const alike = this.network.get(key);
      if (alike === undefined) { this.network.set(key, { shift: { ...shift, ports }, callers: [caller] }); } else { alike.callers.push(caller); }
    }
    return shifts.flatMap(({ ports }) => ports.map(({ first }) => first));
  }

  /**
   * Whether anything may be found for a caller that connects as before. Nothing is for one of which the callee's own side lets nothing in
   * at any compared port, in either version, by none of its identities: what all layers let through is nothing then, before and after, and
   * none of its identities may anything. Most callers are no callee's, and none of their ports needs a look.
   */
  private mayDiffer({ workload, principals }: Caller): boolean {
    this.entrants ??= this.entrantsOf();
    const { entrants } = this;
    return workload === this.callee || entrants === 'anybody' || principals.some(principal => principal !== undefined && entrants.has(principal));
  }

  /** The identities of which anything may enter at a compared port. */
  private entrantsOf(): ReadonlySet<string> | 'anybody' {
    const { none } = this.comparison.space.algebra.sets;
    const entrants = new Set<string>();
    for (const port of this.ports.all) {
      for (const { named, others } of this.enteringAt(port)) {
        if (others !== none) { return 'anybody'; }
        for (const [identity, set] of named) { if (set !== none) { entrants.add(identity); } }
      }
    }
    return entrants;
  }

  /** Whether the callee's own side lets anything in of a caller, in either version. Else there is nothing to compare. */
  private mayEnter({ workload, principals }: Caller, port: number): boolean {
    // A pod that reaches its own address meets no proxy.
    if (workload === this.callee) { return true; }
    const { byIdentity, algebra: { sets } } = this.comparison.space;
    return this.enteringAt(port).some(may => principals.some(principal => !sets.isEmpty(byIdentity.at(may, principal))));
  }

  private enteringAt(port: number): readonly ByIdentity[] {
    let entering = this.entering.get(port);
    if (entering === undefined) { this.entering.set(port, entering = this.identitiesAt(port)); }
    return entering;
  }

  /** What anybody may do at a port in either version. */
  private identitiesAt(port: number): readonly ByIdentity[] {
    const { before, after } = this.comparison;
    return ([[before, this.callee.before], [after, this.callee.after]] as const)
      .flatMap(([version, callee]) => callee === undefined ? [] : [version.access.accessByIdentity(callee, port).may]);
  }

  private compareAll(caller: Caller, port: number): void {
    const { before, after, allowance } = this.comparison;
    const { sets } = this.comparison.space.algebra;
    const was = this.accessOf(caller, before, this.callee.before, port);
    const is = this.accessOf(caller, after, this.callee.after, port);
    if (was.must === is.must && was.may === is.may) { return; }
    const compared = this.comparedRequests(caller);
    const more = sets.intersection(risen(sets, was, is), compared);
    const less = caller.workload !== undefined && caller.workload.after === undefined || this.callee.after === undefined ? sets.none
      : sets.intersection(risen(sets, is, was), compared);
    for (const part of risenParts(sets, allowance.beyondOf(this.comparison, caller.client, this.callee, port, more), was, is)) {
      this.remember(caller, port, AccessChangeLayer.ALL, 'risen', part, is.causes);
    }
    for (const part of fallenParts(sets, less, was, is)) { this.remember(caller, port, AccessChangeLayer.ALL, 'fallen', part, is.causes); }
  }

  /** A workload that has another identity than before, or is new, may what that identity already might. */
  private compareIdentity(caller: Caller, port: number): void {
    const { space, before, after, allowance } = this.comparison;
    const { sets, bounds } = space.algebra;
    const [old, current] = [caller.workload?.before, caller.workload?.after];
    if (current === undefined || this.callee.after === undefined) { return; }
    const principal = principalOf(after.model, current);
    const oldPrincipal = old === undefined ? undefined : principalOf(before.model, old);
    if (oldPrincipal === principal) { return; }
    const at = (access: AccessByIdentity | undefined, own: string): Bounds => access === undefined ? bounds.none
      : { must: space.byIdentity.at(access.must, own), may: space.byIdentity.at(access.may, own) };
    const access = after.access.accessByIdentity(this.callee.after, port);
    const earlier = this.callee.before && before.access.accessByIdentity(this.callee.before, port);
    const is = at(access, principal);
    const was = oldPrincipal === undefined ? bounds.none : at(earlier, oldPrincipal);
    // What the identity itself newly may is told at the boundary.
    const more = sets.difference(risen(sets, was, is), risen(sets, at(earlier, principal), is));
    for (const part of risenParts(sets, allowance.beyondOf(this.comparison, caller.client, this.callee, port, more), was, is)) {
      this.remember(caller, port, AccessChangeLayer.IDENTITY, 'risen', part, access.causes);
    }
  }

  private accessOf(caller: Caller, version: Version, callee: Workload | undefined, port: number): Access {
    const { bounds } = this.comparison.space.algebra;
    const network = this.networkOf(caller, version, callee);
    return callee === undefined || !hasPort(network.may, port) ? { ...bounds.none, causes: [] } : caller.all(version, callee, port, network);
  }

  /**
   * Bytes, and requests whose host means one of the callee's own services. Where other hosts lead is not compared along the way, but at
   * the boundaries.
   */
  private comparedRequests(caller: Caller): ProductSet {
    const { space, before, after } = this.comparison;
    const { sets, strings } = space.algebra;
    if (caller.workload === undefined) { return sets.all; }
    const { namespace } = caller.workload;
    const hosts = ([[before, this.callee.before], [after, this.callee.after]] as const).flatMap(([{ model }, callee]) => callee === undefined ? []
      : servicesOf(model, callee).map(service => hostClasses(space, model, namespace).naming(service).all));
    return sets.union(space.bytes, sets.where(space.host, strings.union(...hosts)));
  }

  private remember(caller: Caller, port: number, layer: AccessChangeLayer, way: Way, part: Part, causes: readonly string[]): void {
    const known = this.byCaller.get(caller) ?? new Map<string, Alike>();
    this.byCaller.set(caller, known);
    const key = `${layer} ${way} ${(part.set as { readonly id: number }).id} ${part.before} ${part.after}`;
    const alike = known.get(key) ?? { ...part, layer, way, ports: [], callers: [caller], causes: new Set<string>() };
    known.set(key, alike);
    alike.ports.push(port);
    causes.forEach(cause => alike.causes.add(cause));
  }

  /** What is the same for several callers, once. */
  private together(): readonly Alike[] {
    const merged = new Map<string, Alike>();
    for (const known of this.byCaller.values()) {
      for (const [key, own] of known) {
        const alike = merged.get(`${key} ${own.ports.join()}`);
        if (alike === undefined) { merged.set(`${key} ${own.ports.join()}`, { ...own, callers: [...own.callers] }); } else {
          alike.callers.push(...own.callers);
          own.causes.forEach(cause => alike.causes.add(cause));
        }
      }
    }
    return [...merged.values()];
  }

  private networkChange(shift: PortShift, callers: readonly Caller[]): AccessChange {
    const { before, after } = this.comparison;
    const { first } = shift.ports[0];
    const own = this.ports.all.find(port => shift.ports.some(interval => interval.first <= port && port <= interval.last)) ?? first;
    const request = requestOf(new Map([['method', undefined]]), callers[0].asks, this.callee, own);
    const example = exampleAmong([request], before.model, after.model, AccessChangeLayer.NETWORK_POLICY, 'risen');
    return {
      layer: AccessChangeLayer.NETWORK_POLICY,
      clients: callers.map(({ client }) => client),
      ...calleeOf(this.callee),
      ports: intervalWords(shift.ports),
      operations: [CONNECTIONS],
      before: shift.before,
      after: shift.after,
      ...example === undefined ? {} : { example },
      causes: [],
    };
  }

  private wholeChange({ layer, way, set, ports, callers, causes, before: was, after: is }: Alike): AccessChange {
    const { space, before, after } = this.comparison;
    const [{ asks }] = callers;
    const points = ordinaryPoints(space, set);
    const requests = function* (callee: AlignedWorkload): Generator<ReturnType<typeof requestOf>> {
      for (const point of points) { yield requestOf(point, asks, callee, ports[0]); }
    };
    const example = exampleAmong(requests(this.callee), before.model, after.model, layer, way);
    return {
      layer,
      clients: callers.map(caller => caller.client),
      ...calleeOf(this.callee),
      ports: portWords(ports, this.ports),
      operations: this.operations(set),
      before: was,
      after: is,
      ...example === undefined ? {} : { example },
      causes: is === AccessVerdict.UNKNOWN ? [...causes] : [],
    };
  }

  /** Requests are for a host of the callee, which goes without saying. */
  private operations(set: ProductSet): AccessOperation[] {
    const { space, after } = this.comparison;
    return sayAccess(space, after.words, space.algebra.sets.project(set, space.host)).flatMap(({ operations }) => operations);
  }
}

/** NetworkPolicies see connections, and nothing of what is sent over them. */
const CONNECTIONS: AccessOperation = { protocol: AccessProtocol.ANY };
