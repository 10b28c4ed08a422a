import { blockAddresses } from './block-addresses';
import { callerSide } from './caller-notes';
import type { IdentityWords } from './identity-words';
import type { Between } from './open-between';
import type { OpenClass, Part } from './open-classes';
import { openClasses, openParts } from './open-classes';
import type { Openings, PeerClass } from './peer-classes';
import { peerText } from './peer-words';
import type { PodIndex } from './pod-index';
import type { PortGroup } from './port-groups';
import { portGroups } from './port-groups';
import type { SaidAccess } from './said-access';
import type { TableEntry } from './table-entry';
import type { AccessCallee } from '../access/access-callee';
import { AccessCalleeKind } from '../access/access-callee';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import type { AccessOperation } from '../access/access-operation';
import type { AccessByIdentity, AccessSets, ByIdentity } from '../access-sets';
import type { IntegerSet, ProductSet } from '../algebra';
import type { MeshModel, Workload } from '../model';

/** What the rows of all callees are made with. */
export interface Ground {
  readonly model: MeshModel;
  readonly sets: AccessSets;
  readonly identities: IdentityWords;
  readonly pods: PodIndex;
  /** Says a set in words. */
  readonly say: (set: ProductSet) => readonly SaidAccess[];
  /** The operations of it alone. */
  readonly operations: (set: ProductSet) => readonly AccessOperation[];
  /** What the NetworkPolicies of a workload let out. */
  readonly egress: (workload: Workload) => Openings;
  readonly between: Between;
  readonly proxyPorts: IntegerSet;
  /** The workloads on the host network: a callee's own node may be theirs. */
  readonly onHost: readonly Workload[];
}

/** Ends the name of no service account, so that no policy names it. */
const NO_NAME = '\u0001';

const NO_NOTES: readonly string[] = [];

/**
 * Who may do what at a workload by the boundaries together: identity, that is mutual TLS and AuthorizationPolicies, and
 * NetworkPolicies. Workloads are told with what both sides' NetworkPolicies say, classes with what the callee's say.
 */
export class Inbound {
  private readonly groups: readonly PortGroup[];
  private readonly party: AccessCallee;

  /** @param namedBy the callers whose NetworkPolicies name the callee */
  public constructor(
    private readonly ground: Ground, private readonly callee: Workload,
    private readonly ingress: Openings, private readonly namedBy: readonly Workload[],
  ) {
    const { byIdentity } = ground.sets.space;
    this.party = { kind: AccessCalleeKind.WORKLOAD, text: `${callee.namespace}/${callee.name}`, namespace: callee.namespace, name: callee.name };
    this.groups = portGroups(ground.sets, ground.model, callee).filter(({ access }) => !byIdentity.isEmpty(access.may));
  }

  public entries(): readonly TableEntry[] {
    const candidates = new Set<Workload>(this.namedBy);
    const entries: TableEntry[] = [];
    const classes = openClasses(this.ground.sets.space, this.callee, this.ingress, peer => {
      const few = peer.kind === 'pods' ? this.ground.pods.few(peer) : undefined;
      if (few === undefined) { return false; }
      for (const workload of few) { candidates.add(workload); }
      return few.length > 0;
    });
    for (const { peer, ports } of classes) {
      for (const group of this.groups) {
        for (const part of this.parts(ports, group.ports, group.access)) { entries.push(...this.classEntries(peer, group, part, candidates)); }
      }
    }
    if (this.ingress.isolated !== 'no') { this.ground.onHost.forEach(workload => candidates.add(workload)); }
    if (this.callee.hostNetwork) {
      // Of policies for the host network little is known, of each caller more; and on its own node a caller is held back by none.
      this.ground.model.workloads.all.forEach(caller => candidates.add(caller));
    }
    const all: TableEntry[] = [];
    for (const caller of candidates) { this.addWorkload(all, caller, classes); }
    all.push(...entries);
    return all;
  }

  /** What both boundaries say of some ports: certain only if both of them are. */
  private parts(ports: readonly Part<undefined>[], own: IntegerSet, access: AccessByIdentity): readonly Part<ByIdentity>[] {
    const { byIdentity, algebra: { integers } } = this.ground.sets.space;
    const parts: Part<ByIdentity>[] = [];
    const add = (part: Part<ByIdentity>): void => { if (!byIdentity.isEmpty(part.what)) { parts.push(part); } };
    for (const { certain, ports: open, causes } of ports) {
      const shared = integers.intersection(open, own);
      if (shared === integers.none) { continue; }
      if (!certain) {
        add({ certain, ports: shared, what: access.may, causes: [...causes, ...access.causes] });
        continue;
      }
      add({ certain, ports: shared, what: access.must, causes: [] });
      if (access.must !== access.may) {
        add({ certain: false, ports: shared, what: byIdentity.difference(access.may, access.must), causes: access.causes });
      }
    }
    return parts;
  }

  private classEntries(peer: PeerClass, group: PortGroup, part: Part<ByIdentity>, candidates: Set<Workload>): readonly TableEntry[] {
    const { identities } = this.ground;
    const { byIdentity } = this.ground.sets.space;
    const { workloads, rest } = this.workloadsAmong(peer, part.what);
    workloads.forEach(workload => candidates.add(workload));
    const set = this.within(peer, byIdentity.toSet(rest));
    return this.ground.say(set).flatMap(({ clients, operations }) => {
      // Workloads are told one by one, with what their own NetworkPolicies say.
      for (const { kind, principal } of clients) {
        if (kind === AccessClientKind.WORKLOAD) { identities.bearing(principal).forEach(workload => candidates.add(workload)); }
      }
      const others = this.asSeen(peer, clients.filter(({ kind }) => kind !== AccessClientKind.WORKLOAD));
      if (others.length === 0) { return []; }
      const isOpen = peer.kind === 'everyone' && this.ingress.isolated === 'no';
      return [this.entry(others, group, operations, part, isOpen, NO_NOTES, peer, set)];
    });
  }

  /** Where all are named: the workloads of a class that have the identities, which are told one by one, and what is left to be told. */
  private workloadsAmong(peer: PeerClass, set: ByIdentity): { readonly workloads: readonly Workload[]; readonly rest: ByIdentity } {
    const { identities, sets: { space: { algebra: { sets, strings } } } } = this.ground;
    const { named, others } = set;
    if (others !== sets.none || peer.kind === 'block') { return { workloads: [], rest: set }; }
    const within = peer.kind === 'pods' && peer.namespace !== undefined ? identities.wholeNamespace(peer.namespace) : strings.all;
    const found: Workload[] = [];
    const rest = new Map<string, ProductSet>();
    for (const [identity, own] of named) {
      if (own === sets.none || !strings.includes(within, identity)) { continue; }
      const workloads = identities.bearingOnly(identity);
      if (workloads.length === 0) { rest.set(identity, own); } else { found.push(...workloads); }
    }
    return { workloads: found, rest: { named: rest, others } };
  }

  /** What of a set the pods or addresses of a class may do: pods have identities of their namespace. */
  private within(peer: PeerClass, set: ProductSet): ProductSet {
    const { space } = this.ground.sets;
    const { sets, optionalStrings, addresses } = space.algebra;
    if (peer.kind === 'block') { return sets.intersection(set, sets.where(space.source, blockAddresses(addresses, peer.block))); }
    if (peer.kind === 'everyone' || peer.namespace === undefined) { return set; }
    return sets.intersection(set, space.among(space.principal, optionalStrings.absentOrIn(this.ground.identities.wholeNamespace(peer.namespace))));
  }

  /** Clients of identities, as far as they are of a class that NetworkPolicies let in. */
  private asSeen(peer: PeerClass, clients: readonly AccessClient[]): readonly AccessClient[] {
    if (peer.kind !== 'pods') { return clients; }
    const text = peerText(this.ground.sets.space.algebra.addresses, peer);
    const pods: AccessClient = { kind: AccessClientKind.PODS, text, ...peer.namespace === undefined ? {} : { namespace: peer.namespace } };
    const seen = clients.map(client => {
      switch (client.kind) {
        case AccessClientKind.NO_IDENTITY:
        case AccessClientKind.ANYONE:
        case AccessClientKind.ANY_IDENTITY: return pods;
        case AccessClientKind.NAMESPACE: return client.namespace === peer.namespace ? pods : { ...client, text: `${client.text}, in ${text}` };
        default: return peer.namespace === undefined ? { ...client, text: `${client.text}, in ${text}` } : client;
      }
    });
    return seen.filter((client, i) => seen.findIndex(({ text: other }) => other === client.text) === i);
  }

  /** What one workload may do, by its identity or in plaintext. */
  private addWorkload(entries: TableEntry[], caller: Workload, classes: readonly OpenClass[]): void {
    const { model, sets, identities } = this.ground;
    const { algebra: { integers }, byIdentity } = sets.space;
    const isPodItself = caller === this.callee && caller.kind === 'Pod';
    const egress = this.ground.egress(caller);
    const { must, may } = this.ground.between.of(caller, egress, this.callee, this.ingress);
    if (may === integers.none || isPodItself) { return; }
    const ports = openParts(integers, must, may, []);
    const own = identities.principalOf(caller);
    const told = this.openAsOneOf(caller, egress, classes);
    const isOpen = this.ingress.isolated === 'no' && egress.isolated === 'no';
    for (const group of this.groups) {
      const shared = integers.intersection(may, group.ports);
      if (shared === integers.none) { continue; }
      const { must: least, may: most } = group.access;
      // Whom no policy tells apart from others of its class, the row of the class means.
      if (integers.isSubset(shared, told)) {
        const unnamed = `${own}${NO_NAME}`;
        const isAlike = (set: ByIdentity): boolean => byIdentity.at(set, own) === byIdentity.at(set, unnamed);
        if (isAlike(least) && isAlike(most)) { continue; }
      }
      const possible = byIdentity.of(byIdentity.at(most, own));
      const certain = least === most ? possible : byIdentity.of(byIdentity.at(least, own));
      const access: AccessByIdentity = { must: certain, may: possible, causes: group.access.causes };
      const needsIdentity = (): boolean => byIdentity.at(most, undefined) !== possible.others;
      for (const part of this.parts(ports, group.ports, access)) {
        const notes = callerSide(model, caller, this.callee, port => integers.includes(part.ports, port), needsIdentity);
        // It does not ask for identities.
        const set = byIdentity.toSet(part.what);
        entries.push(this.entry([identities.clientOf(caller)], group, this.ground.operations(set), part, isOpen, notes, caller, set));
      }
    }
  }

  /** The ports that are open for certain to a class of which the workload is, if nothing holds it back. */
  private openAsOneOf(caller: Workload, egress: Openings, classes: readonly OpenClass[]): IntegerSet {
    const { integers } = this.ground.sets.space.algebra;
    if (egress.isolated !== 'no' || caller.hostNetwork) { return integers.none; }
    const ofIts = classes.filter(({ peer }) => peer.kind === 'everyone' || (peer.kind === 'pods' && this.ground.pods.means(peer, caller) === true));
    return integers.union(...ofIts.flatMap(({ ports }) => ports.filter(({ certain }) => certain).map(part => part.ports)));
  }

  /** @param notes what the caller's own side makes of it */
  private entry(
    clients: readonly AccessClient[], group: PortGroup, operations: readonly AccessOperation[], part: Part<ByIdentity>, isOpen: boolean,
    notes: readonly string[], from: Workload | PeerClass, set: ProductSet,
  ): TableEntry {
    const { callee, ground } = this;
    const { integers } = ground.sets.space.algebra;
    const { ports, certain, causes } = part;
    const isProxys = group.boundaries.length === 0 && integers.isSubset(ports, ground.proxyPorts);
    return {
      clients,
      callee: this.party,
      ports: integers.describe(ports),
      operations,
      certain,
      boundaries: isOpen ? group.boundaries : group.withNetwork,
      ...notes.length === 0 ? {} : { unused: notes.join('; ') },
      notes: certain && !isProxys ? notes
        : [...certain ? [] : new Set(causes), ...notes, ...isProxys ? ['the proxy\'s own, of which AuthorizationPolicies do not know'] : []],
      meaning: { kind: 'inbound', space: ground.sets.space, callee, from, ports, set },
    };
  }
}

