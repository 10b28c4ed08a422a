import type { Ground } from './inbound';
import type { Openings, PeerClasses } from './peer-classes';
import { portGroups } from './port-groups';
import type { TableEntry } from './table-entry';
import { AccessCalleeKind } from '../access/access-callee';
import type { AccessByIdentity } from '../access-sets';
import { mentionedPorts, PROXY_PORTS } from '../access-sets/mentioned-ports';
import type { IntegerSet, ProductSet } from '../algebra';
import type { Workload } from '../model';

/** Names of nobody, so that no policy names them. */
const NOBODY = { namespace: '\u0001', serviceAccount: '\u0001' };

/** What the callee's own side lets through at some of the ports that it serves. */
interface Served {
  readonly ports: IntegerSet;
  readonly access: AccessByIdentity;
}

/**
 * What is opened to a workload by name, and stopped all the same, between workloads that may do nothing to each other: what
 * AuthorizationPolicies open to the caller's identity and NetworkPolicies let nobody send; what NetworkPolicies open to its pods and the
 * callee's own side refuses; and what an AuthorizationPolicy refuses it while strangers are let in.
 *
 * Whom nobody names is closed rather than denied.
 */
export class DeniedEntries {
  public constructor(private readonly ground: Ground, private readonly classes: PeerClasses) {}

  /** Whether so much has been computed that it is better to begin anew. */
  public get isFull(): boolean {
    return this.ground.sets.isFull;
  }

  public to(callee: Workload): readonly TableEntry[] {
    const served = this.servedBy(callee);
    const ingress = this.classes.of(callee, 'Ingress');
    return [...this.named(served, ingress)].filter(caller => caller !== callee).flatMap(caller => this.between(caller, callee, served, ingress));
  }

  private servedBy(callee: Workload): readonly Served[] {
    const { sets, model } = this.ground;
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

  private between(caller: Workload, callee: Workload, served: readonly Served[], ingress: Openings): readonly TableEntry[] {
    const { between, egress, identities, sets: { space: { algebra: { integers, sets }, byIdentity } } } = this.ground;
    const own = identities.principalOf(caller);
    const { may: open } = between.of(caller, egress(caller), callee, ingress);
    const parts = served.map(({ ports, access: { may } }) => ({
      ports, open: integers.intersection(open, ports), set: byIdentity.at(may, own), strangers: byIdentity.at(may, identities.principalOf(NOBODY)),
    }));
    if (parts.some(part => part.set !== sets.none && part.open !== integers.none)) { return []; }
    return parts.flatMap(part => {
      if (part.set !== sets.none) { return part.set === part.strangers ? [] : [this.entry(caller, callee, part.ports, part.set)]; }
      return part.open === integers.none ? [] : [this.entry(caller, callee, part.open, sets.all)];
    });
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
