import { principalOf } from './comparison';
import { labelsAt } from './peer-points';
import { PeerSpace } from './peer-space';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import type { Access, NetworkAccess, AccessSpace } from '../access-sets';
import { AccessSets, hasPort } from '../access-sets';
import { mentionedPorts, otherPort, PROXY_PORTS } from '../access-sets/mentioned-ports';
import { IdentityWords } from '../access-table';
import { workloadClient } from '../access-table/identity-words';
import type { Bounds } from '../algebra';
import type { Caller } from '../decision/request';
import type { MeshModel, Workload } from '../model';

/** What one kind of clients may do at one port of a callee, as far as boundaries go: whatever the proxies of callers would keep them from. */
export interface Reach {
  readonly client: AccessClient;
  /** The workload, if it is one. */
  readonly workload?: Workload;
  /** Who asks, in requests of which the boundary of identities decides. */
  readonly asks: readonly Caller[];
  readonly callee: Workload;
  readonly port: number;
  /** Requests with a principal. */
  readonly requests: Bounds;
  readonly causes: readonly string[];
}

/**
 * Who may reach what of one version by both boundaries: mutual TLS with AuthorizationPolicy, and NetworkPolicy.
 */
export class BoundaryReach {
  public readonly words: IdentityWords;
  private readonly peers: PeerSpace;
  private readonly accounts = new Set<string>();

  public readonly space: AccessSpace;

  public constructor(public readonly model: MeshModel, public readonly access: AccessSets = new AccessSets(model)) {
    const { space } = access;
    this.space = space;
    this.words = new IdentityWords(space, model);
    this.peers = new PeerSpace(space);
    for (const workload of model.workloads.all) { this.accounts.add(principalOf(model, workload)); }
  }

  /** The ports of a callee that may differ, one of which stands for all the others. */
  public ports(callee: Workload): readonly number[] {
    const mentioned = [...new Set([...mentionedPorts(this.model, callee), ...callee.ports.filter(({ protocol }) => protocol === 'TCP').map(({ port }) => port)])];
    return [...mentioned.filter(port => !PROXY_PORTS.includes(port)), otherPort(mentioned)].sort((a, b) => a - b);
  }

  /** Everybody who may do anything at a port. */
  public of(callee: Workload, port: number): readonly Reach[] {
    const workloads = this.model.workloads.all.map(workload => this.ofWorkload(workload, callee, port));
    return [...workloads, this.ofOutside(callee, port), this.ofOthers(callee, port)]
      .filter(({ requests }) => !this.space.algebra.sets.isEmpty(requests.may));
  }

  /** A workload with its own identity, or with none. */
  public ofWorkload(workload: Workload, callee: Workload, port: number): Reach {
    const own = principalOf(this.model, workload);
    return {
      client: workloadClient(workload, own),
      workload,
      asks: [{ kind: 'principal', principal: own }, { kind: 'outside' }],
      ...this.restricted(callee, port, this.access.networkAccess(workload, callee), this.bearing(own)),
    };
  }

  /** Whoever is no pod and has no identity. */
  public ofOutside(callee: Workload, port: number): Reach {
    return {
      client: { kind: AccessClientKind.NO_IDENTITY, text: 'outside' },
      asks: [{ kind: 'outside' }],
      ...this.restricted(callee, port, this.access.networkAccess('outside', callee), this.space.anonymous),
    };
  }

  /** The pods of a gateway, for whoever comes through it. */
  public ofGateway(pods: Workload, callee: Workload, port: number): Reach {
    const own = principalOf(this.model, pods);
    return {
      client: { kind: AccessClientKind.SERVICE_ACCOUNT, text: `the internet through gateway ${pods.namespace}/${pods.name}`, principal: own },
      workload: pods,
      asks: [{ kind: 'principal', principal: own }, { kind: 'outside' }],
      ...this.restricted(callee, port, this.access.networkAccess(pods, callee), this.bearing(own)),
    };
  }

  /** Pods that are not in the manifests, with whatever identity but those of workloads, or with none. */
  public ofOthers(callee: Workload, port: number): Reach {
    const { algebra: { sets, strings, optionalStrings }, principal } = this.space;
    const taken = optionalStrings.presentIn(strings.oneOf([...this.accounts]));
    return {
      client: { kind: AccessClientKind.IDENTITIES, text: 'pods that are not in the manifests' },
      asks: [],
      ...this.restricted(callee, port, this.openToOthers(callee, port), sets.where(principal, optionalStrings.complement(taken))),
    };
  }

  /** Requests with an identity or with none: who has one may leave it out. */
  private bearing(principal: string): Bounds['may'] {
    const { sets, strings, optionalStrings } = this.space.algebra;
    return sets.where(this.space.principal, optionalStrings.absentOrIn(strings.exact(principal)));
  }

  /** Whether NetworkPolicies let in pods that no workload makes. */
  private openToOthers(callee: Workload, port: number): NetworkAccess {
    const { sets, strings, integers } = this.space.algebra;
    const at = sets.intersection(sets.where(this.peers.protocol, strings.exact('TCP')), sets.where(this.peers.port, integers.of(port)), this.peers.pods);
    const { must, may } = this.peers.openings(this.model, callee, 'Ingress');
    const known = this.model.workloads.all.flatMap(workload => labelsAt(this.peers, this.model, workload, sets.intersection(may, at)) ?? []);
    const whole = [{ first: port, last: port }];
    const open = (set: Bounds['may']): boolean => !sets.isEmpty(sets.difference(sets.intersection(set, at), sets.union(...known)));
    return { must: open(must) ? whole : [], may: open(may) ? whole : [] };
  }

  private restricted(callee: Workload, port: number, network: NetworkAccess, of: Bounds['may']): Pick<Reach, 'callee' | 'port' | 'requests' | 'causes'> {
    const { sets, bounds } = this.space.algebra;
    if (!hasPort(network.may, port)) { return { callee, port, requests: bounds.none, causes: [] }; }
    const { must, may, causes }: Access = this.access.identityAccess(callee, port);
    const certain = hasPort(network.must, port);
    return {
      callee,
      port,
      requests: { must: certain ? sets.intersection(must, of) : sets.none, may: sets.intersection(may, of) },
      causes: certain ? causes : ['NetworkPolicies do not tell whether they let it through', ...causes],
    };
  }
}

