import type { Ground } from './inbound';
import type { Openings, PeerClasses } from './peer-classes';
import { portGroups } from './port-groups';
import type { TableEntry } from './table-entry';
import { AccessCalleeKind } from '../access/access-callee';
import type { AccessByIdentity } from '../access-sets';
import { AccessSets } from '../access-sets';
import { mentionedPorts, PROXY_PORTS } from '../access-sets/mentioned-ports';
import type { IntegerSet, ProductSet } from '../algebra';
import type { AuthorizationPolicy, MeshModel, Workload } from '../model';
import { Elements } from '../model';

/** Names of nobody, so that no policy names them. */
const NOBODY = { namespace: '\u0001', serviceAccount: '\u0001' };

/** What the callee's own side lets through at some of the ports that it serves. */
interface Served {
  readonly ports: IntegerSet;
  readonly access: AccessByIdentity;
}

/** The same for one caller, and for whom nobody names. */
interface Part {
  readonly ports: IntegerSet;
  readonly set: ProductSet;
  readonly strangers: ProductSet;
}

/**
 * What is opened to a workload by name, and stopped all the same, between workloads that may do nothing to each other: what
 * AuthorizationPolicies open to the caller's identity and others of them, or NetworkPolicies, stop; what NetworkPolicies open to its pods
 * and the callee's own side refuses; and what an AuthorizationPolicy refuses it while strangers are let in.
 *
 * Whom nobody names is closed rather than denied.
 */
export class DeniedEntries {
  /** What AuthorizationPolicies would let in if none of them denied anything. @default - none denies anything */
  private readonly promises?: { readonly model: MeshModel; readonly sets: AccessSets };

  public constructor(private readonly ground: Ground, private readonly classes: PeerClasses) {
    const { model, sets } = ground;
    const isDenial = ({ action, dryRun }: AuthorizationPolicy): boolean => action === 'DENY' && !dryRun;
    const { all } = model.authorizationPolicies;
    if (all.some(isDenial)) {
      const lenient = { ...model, authorizationPolicies: new Elements(all.filter(policy => !isDenial(policy))) };
      this.promises = { model: lenient, sets: new AccessSets(lenient, sets.space) };
    }
  }

  /** Whether so much has been computed that it is better to begin anew. */
  public get isFull(): boolean {
    return this.ground.sets.isFull;
  }

  public to(callee: Workload): readonly TableEntry[] {
    const served = this.servedBy(callee, this.ground);
    const promised = this.promises === undefined ? [] : this.servedBy(callee, this.promises);
    const ingress = this.classes.of(callee, 'Ingress');
    const callers = this.named([...served, ...promised], ingress);
    return [...callers].filter(caller => caller !== callee).flatMap(caller => this.between(caller, callee, { served, promised }, ingress));
  }

  private servedBy(callee: Workload, { sets, model }: Pick<Ground, 'model' | 'sets'>): readonly Served[] {
    const { integers } = sets.space.algebra;
    const ports = integers.of(...mentionedPorts(model, callee).filter(port => !PROXY_PORTS.includes(port)));
    return portGroups(sets, model, callee).map(group => ({ access: group.access, ports: integers.intersection(group.ports, ports) }))
      .filter(group => group.ports !== integers.none);
  }

  /** The callers that something says other than of strangers. */
  private named(served: readonly Served[], ingress: Openings): ReadonlySet<Workload> {
    const { identities, model, pods, sets: { space: { byIdentity, algebra: { sets } } } } = this.ground;
    const callers = new Set<Workload>();
    for (const { access: { may } } of served) {
      const strangers = byIdentity.at(may, identities.principalOf(NOBODY));
      for (const [identity, set] of may.named) {
        if (set !== strangers) { identities.bearing(identity).forEach(workload => callers.add(workload)); }
      }
      if (may.others === sets.none || may.others === sets.all) { continue; }
      for (const workload of model.workloads.all) {
        if (byIdentity.at(may, identities.principalOf(workload)) !== strangers) { callers.add(workload); }
      }
    }
    for (const { peer } of ingress.isolated === 'yes' ? ingress.openings : []) {
      if (peer.kind === 'pods') { pods.few(peer)?.forEach(workload => callers.add(workload)); }
    }
    return callers;
  }

  private between(
    caller: Workload, callee: Workload, { served, promised }: Record<'served' | 'promised', readonly Served[]>, ingress: Openings,
  ): readonly TableEntry[] {
    const { between, egress, identities, sets: { space: { algebra: { integers, sets }, byIdentity } } } = this.ground;
    const own = identities.principalOf(caller);
    const { may: open } = between.of(caller, egress(caller), callee, ingress);
    const nobody = identities.principalOf(NOBODY);
    const partOf = ({ ports, access: { may } }: Served): Part => ({ ports, set: byIdentity.at(may, own), strangers: byIdentity.at(may, nobody) });
    const isNamed = ({ set, strangers }: Part): boolean => set !== sets.none && set !== strangers;
    const parts = served.map(partOf);
    if (parts.some(({ set, ports }) => set !== sets.none && integers.intersection(open, ports) !== integers.none)) { return []; }
    const refused = parts.filter(({ set }) => set === sets.none);
    const within = integers.union(...refused.map(({ ports }) => ports));
    const broken = promised.map(partOf).filter(isNamed).map(({ ports, set }) => ({ ports: integers.intersection(ports, within), set }));
    const unsent = parts.filter(isNamed);
    // NetworkPolicies that isolate nobody open nothing by name; what is promised and broken is told already.
    const opened = refused.filter(({ strangers }) => ingress.isolated === 'yes' || strangers !== sets.none).map(({ ports }) => ports);
    const told = integers.union(...broken.map(({ ports }) => ports));
    const closed = { ports: integers.difference(integers.intersection(open, integers.union(...opened)), told), set: sets.all };
    return [...broken, ...unsent, closed].filter(({ ports }) => ports !== integers.none)
      .map(({ ports, set }) => this.entry(caller, callee, ports, set));
  }

  private entry(caller: Workload, callee: Workload, ports: IntegerSet, set: ProductSet): TableEntry {
    const { sets: { space }, identities, operations } = this.ground;
    return {
      clients: [identities.clientOf(caller)],
      callee: { kind: AccessCalleeKind.WORKLOAD, text: `${callee.namespace}/${callee.name}`, namespace: callee.namespace, name: callee.name },
      ports: space.algebra.integers.describe(ports),
      operations: operations(set),
      certain: true,
      boundaries: [],
      notes: [],
      meaning: { kind: 'inbound', space, callee, from: caller, ports, set },
    };
  }
}
