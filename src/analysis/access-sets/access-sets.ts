import type { Access, AccessByIdentity } from './access';
import { AccessSpace } from './access-space';
import { allLayers } from './all-layers';
import { AtAnyPort } from './at-any-port';
import type { ByIdentity } from './by-identity';
import { identityAccess } from './identity-access';
import type { NetworkAccess } from './network-access';
import { hasPort, NetworkBoundary } from './network-access';
import type { SidecarHosts } from './sidecar-hosts';
import { sidecarHosts } from './sidecar-hosts';
import type { Bounds, ProductSet, SetOperations } from '../algebra';
import { hasSidecar } from '../decision/proxies';
import type { Tri } from '../decision/tri';
import { isUnknown } from '../decision/tri';
import type { MeshModel, Workload } from '../model';

export interface AccessOptions {
  /** The caller's address. @default - not known */
  readonly address?: string;
  /**
   * Whether requests are modelled whose host means none of the callee's services, but another or none at all. Takes time
   * in the number of services.
   *
   * @default false - whether they get through is unknown
   */
  readonly everyHost?: boolean;
  /** What NetworkPolicies say of the two, if that is known already. @default - they are asked */
  readonly network?: NetworkAccess;
}

/** What is known of a callee: port by port, and whatever the port. */
interface KnownOfCallee {
  readonly atAnyPort: AtAnyPort<Bounds<ByIdentity>>;
  readonly withSidecar: Map<number, AccessByIdentity>;
  readonly without: Map<number, AccessByIdentity>;
}

/** More than this is not kept. */
const MOST_STATES = 100_000;
const MOST_CALLEES = 1000;

/**
 * Who may do what in a mesh, as sets: the same meaning as the decision of one request, for all requests at once.
 */
export class AccessSets {
  private readonly network: NetworkBoundary;
  private readonly throughs = new Map<Workload, Map<Workload, Map<string, Access>>>();
  private readonly identities = new Map<Workload, KnownOfCallee>();

  /** @param space where the sets live; sets that are to be compared must share it */
  public constructor(private readonly model: MeshModel, public readonly space: AccessSpace = new AccessSpace()) {
    this.network = new NetworkBoundary(model);
  }

  /** Whether others are better begun for the next callee: tables grow with what is asked, and are let go with these sets. */
  public get isFull(): boolean {
    return this.identities.size > MOST_CALLEES || this.space.algebra.size.states > MOST_STATES;
  }

  /**
   * The boundary of identities: what the callee's side lets through at a container port, by interception, mutual TLS, tokens
   * and AuthorizationPolicies alone, whatever the caller's proxy does. Points are as `AccessSpace` says.
   *
   * @param sidecar in this case of what is not known: whether the callee has a sidecar
   */
  public identityAccess(callee: Workload, port: number, sidecar?: boolean): Access {
    return this.whole(this.accessByIdentity(callee, port, sidecar));
  }

  /** The same, told apart by who sends the requests: much quicker where policies name identities one by one. */
  public accessByIdentity(callee: Workload, port: number, sidecar?: boolean): AccessByIdentity {
    const { byIdentity, boundsByIdentity } = this.space;
    const undecidable = this.model.meshConfig.problems[0] ?? callee.problems[0];
    if (undecidable !== undefined) { return { ...boundsByIdentity.unknown, causes: [undecidable] }; }
    const known = sidecar ?? hasSidecar(this.model, callee);
    return inEveryCase<ByIdentity>(byIdentity, [known], ([one]) => this.identityCase(callee, port, one));
  }

  /** The boundary of the network: the TCP ports of the callee that NetworkPolicies alone open to a workload, or to what is no pod. */
  public networkAccess(caller: Workload | 'outside', callee: Workload, address?: string): NetworkAccess {
    return caller === 'outside' ? this.network.fromOutside(callee, address) : this.network.between(caller, callee, address);
  }

  /** The services that a caller's proxy knows, and what it does with all else. */
  public sidecarHosts(caller: Workload): SidecarHosts {
    return sidecarHosts(this.model, caller);
  }

  /**
   * The requests of a workload that all layers together let through to a container port: its proxy with Sidecar and
   * VirtualServices, the network, and the callee's side. Of several ways to the callee a request may take any.
   *
   * Points have no principal and no server name. Their `host` is what the caller puts in its request, as its headers are;
   * `source` and `remote` stay open.
   */
  public access(caller: Workload, callee: Workload, port: number, { address, everyHost = false, network }: AccessOptions = {}): Access {
    const { bounds, sets } = this.space.algebra;
    const undecidable = this.model.meshConfig.problems[0] ?? caller.problems[0] ?? callee.problems[0];
    if (undecidable !== undefined) { return { ...bounds.unknown, causes: [undecidable] }; }
    const { must: certain, may: possible } = network ?? this.networkAccess(caller, callee, address);
    if (!hasPort(possible, port)) { return { ...bounds.none, causes: [] }; }
    const through = this.through(caller, callee, port, everyHost);
    if (hasPort(certain, port) || sets.isEmpty(through.may)) { return through; }
    return { must: sets.none, may: through.may, causes: ['NetworkPolicies do not tell whether they let it through', ...through.causes] };
  }

  /** All layers but the network's. */
  private through(caller: Workload, callee: Workload, port: number, everyHost: boolean): Access {
    let known = this.throughs.get(caller);
    if (known === undefined) { this.throughs.set(caller, known = new Map()); }
    let ports = known.get(callee);
    if (ports === undefined) { known.set(callee, ports = new Map()); }
    const key = `${port} ${everyHost}`;
    let access = ports.get(key);
    if (access === undefined) {
      const { model, space } = this;
      const sidecars = [hasSidecar(model, caller), hasSidecar(model, callee)];
      access = inEveryCase<ProductSet>(space.algebra.sets, sidecars, ([callerSidecar, calleeSidecar]) => {
        const identity = this.identityCase(callee, port, calleeSidecar);
        return allLayers({ space, model, caller, callee, callerSidecar, calleeSidecar, port, identity }, everyHost);
      });
      ports.set(key, access);
    }
    return access;
  }

  private identityCase(callee: Workload, port: number, sidecar: boolean): AccessByIdentity {
    let known = this.identities.get(callee);
    if (known === undefined) { this.identities.set(callee, known = { atAnyPort: new AtAnyPort(), withSidecar: new Map(), without: new Map() }); }
    const ports = sidecar ? known.withSidecar : known.without;
    let access = ports.get(port);
    if (access === undefined) { ports.set(port, access = identityAccess(this.space, this.model, callee, port, sidecar, known.atAnyPort)); }
    return access;
  }

  private whole({ must, may, causes }: AccessByIdentity): Access {
    const { byIdentity } = this.space;
    const most = byIdentity.toSet(may);
    return { must: must === may ? most : byIdentity.toSet(must), may: most, causes };
  }
}

/** Bounds, and why they are apart. */
type Caused<T> = Bounds<T> & { readonly causes: readonly string[] };

/** Known only where all cases of what is not known agree. */
function inEveryCase<T>(
  sets: SetOperations<T> & { equals(a: T, b: T): boolean }, known: readonly Tri[], access: (one: readonly boolean[]) => Caused<T>,
): Caused<T> {
  if (!known.some(isUnknown)) { return access(known as readonly boolean[]); }
  const cases = known.reduce<readonly (readonly boolean[])[]>((before, value) =>
    before.flatMap(list => (isUnknown(value) ? [true, false] : [value]).map(one => [...list, one])), [[]]).map(access);
  const must = sets.intersection(...cases.map(one => one.must));
  const may = sets.union(...cases.map(one => one.may));
  if (sets.equals(must, may)) { return { must, may: must, causes: [] }; }
  return { must, may, causes: [...new Set([...known.filter(isUnknown).map(({ cause }) => cause), ...cases.flatMap(one => one.causes)])] };
}
