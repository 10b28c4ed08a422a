import type { Edge } from './edges';
import type { KnownWorkload } from './known-workloads';
import { readPrincipal } from './principal';
import type { Traffic } from './traffic';
import type { UnitPort } from './unit-ports';
import { unitPorts } from './unit-ports';
import type { Unit } from './units';
import { groupBy, keyOfUnit } from './units';

/** Namespaces of the platform, where somebody else deploys. */
const PLATFORM = new Set([
  'istio-system', 'istio-ingress', 'istio-egress', 'istio-gateway', 'istio-gateways', 'istio-operator', 'kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage',
]);

/** An edge of a workload to a unit. */
export type UnitEdge = Edge & { readonly caller: KnownWorkload; readonly target: { readonly kind: 'unit'; readonly unit: Unit } };

/** Decides what of the traffic is declared, and what is only asked about. */
export class Declarable {
  /** That of most identities. */
  public readonly trustDomain: string;
  public readonly unitOf: ReadonlyMap<string, Unit>;
  private readonly ports: ReadonlyMap<Unit, readonly UnitPort[]>;
  /** Units of the platform with which others have to do. */
  private readonly partners = new Set<Unit>();

  public constructor(private readonly traffic: Traffic) {
    const principals = traffic.units.flatMap(({ versions }) => versions.flatMap(({ workload }) => workload.principals));
    this.trustDomain = mostCommon(principals.map(one => readPrincipal(one)!.trustDomain)) ?? 'cluster.local';
    this.unitOf = new Map(traffic.units.flatMap(unit => unit.versions.map(({ workload }) => [workload.key, unit] as const)));
    const called = new Map<Unit, UnitEdge[]>();
    for (const edge of traffic.edges) {
      if (!isUnitEdge(edge) || !this.isCall(edge)) { continue; }
      const { unit } = edge.target;
      const list = called.get(unit);
      if (list) { list.push(edge); } else { called.set(unit, [edge]); }
      if (edge.caller.edge === undefined) { [unit, this.unitOf.get(edge.caller.key)!].filter(isPlatform).forEach(one => this.partners.add(one)); }
    }
    this.ports = new Map(traffic.units.map(unit => [unit, unitPorts(called.get(unit) ?? [])]));
  }

  /** The units of the app, and those of the platform with which they have to do. */
  public get units(): readonly Unit[] {
    return this.traffic.units.filter(unit => isOwn(unit) && (!isPlatform(unit) || this.partners.has(unit)));
  }

  /** The ingress gateways that led to anything of the app. */
  public get gateways(): readonly KnownWorkload[] {
    const all = new Map(this.traffic.edges.filter(isUnitEdge).filter(({ caller, answered, target }) =>
      caller.edge === 'ingress' && answered > 0 && !isPlatform(target.unit)).map(({ caller }) => [caller.key, caller]));
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gateway]) => gateway);
  }

  public portsOf(unit: Unit): readonly UnitPort[] {
    return this.ports.get(unit)!;
  }

  /** Does an edge become a call? */
  public isCall({ caller, answered, target }: Edge): boolean {
    if (caller === undefined || answered === 0 || target.kind === 'unknown' || caller.edge === 'egress') { return false; }
    const unit = this.unitOf.get(caller.key);
    if ((target.kind === 'unit' && !isOwn(target.unit)) || unit === undefined || caller.unmeshed || this.isForeign(caller)) { return false; }
    if (!isPlatform(unit) || caller.edge !== undefined) { return true; }
    // Between parts of the platform nothing is declared; and what calls from there needs an identity of its own.
    return target.kind === 'unit' && !isPlatform(target.unit) && caller.principals.some(principal => readPrincipal(principal)!.serviceAccount !== 'default');
  }

  /** Is it of another trust domain? */
  private isForeign({ principals }: KnownWorkload): boolean {
    return principals.length > 0 && principals.every(principal => readPrincipal(principal)!.trustDomain !== this.trustDomain);
  }
}

export function isUnitEdge(edge: Edge): edge is UnitEdge {
  return edge.caller !== undefined && edge.target.kind === 'unit';
}

/** Does somebody else deploy it? */
export function isPlatform({ namespace }: Unit): boolean {
  return PLATFORM.has(namespace);
}

/** Is it anything but a gateway? */
export function isOwn({ versions }: Unit): boolean {
  return versions.every(({ workload }) => workload.edge === undefined);
}

/** What an edge leads to, in words. */
export function targetText(target: Edge['target']): string {
  return target.kind === 'unit' ? keyOfUnit(target.unit) : target.kind === 'host' ? target.host : target.name;
}

function mostCommon(texts: readonly string[]): string | undefined {
  const counts = [...groupBy(texts, text => text)].map(([text, list]) => ({ text, count: list.length }));
  return counts.sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1)).at(0)?.text;
}
