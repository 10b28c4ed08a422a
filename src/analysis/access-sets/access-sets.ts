import type { Access } from './access';
import { AccessSpace } from './access-space';
import { identityAccess } from './identity-access';
import type { NetworkAccess } from './network-access';
import { NetworkBoundary } from './network-access';
import type { SidecarHosts } from './sidecar-hosts';
import { sidecarHosts } from './sidecar-hosts';
import { hasSidecar } from '../decision/proxies';
import { isUnknown } from '../decision/tri';
import type { MeshModel, Workload } from '../model';

/**
 * Who may do what in a mesh, as sets: the same meaning as the decision of one request, for all requests at once.
 */
export class AccessSets {
  private readonly network: NetworkBoundary;
  private readonly identities = new Map<Workload, Map<string, Access>>();

  /** @param space where the sets live; sets that are to be compared must share it */
  public constructor(private readonly model: MeshModel, public readonly space: AccessSpace = new AccessSpace()) {
    this.network = new NetworkBoundary(model);
  }

  /**
   * The boundary of identities: what the callee's side lets through at a container port, by interception, mutual TLS, tokens
   * and AuthorizationPolicies alone, whatever the caller's proxy does. Points are as `AccessSpace` says.
   *
   * @param sidecar in this case of what is not known: whether the callee has a sidecar
   */
  public identityAccess(callee: Workload, port: number, sidecar?: boolean): Access {
    const undecidable = this.model.meshConfig.problems[0] ?? callee.problems[0];
    if (undecidable !== undefined) { return { ...this.space.algebra.bounds.unknown, causes: [undecidable] }; }
    const known = sidecar ?? hasSidecar(this.model, callee);
    if (!isUnknown(known)) { return this.identityCase(callee, port, known); }
    return this.inEither(known.cause, [true, false].map(one => this.identityCase(callee, port, one)));
  }

  /** The boundary of the network: the TCP ports of the callee that NetworkPolicies alone open to a workload, or to what is no pod. */
  public networkAccess(caller: Workload | 'outside', callee: Workload, address?: string): NetworkAccess {
    return caller === 'outside' ? this.network.fromOutside(callee, address) : this.network.between(caller, callee, address);
  }

  /** The services that a caller's proxy knows, and what it does with all else. */
  public sidecarHosts(caller: Workload): SidecarHosts {
    return sidecarHosts(this.model, caller);
  }

  private identityCase(callee: Workload, port: number, sidecar: boolean): Access {
    let known = this.identities.get(callee);
    if (known === undefined) { this.identities.set(callee, known = new Map()); }
    const key = `${port} ${sidecar}`;
    let access = known.get(key);
    if (access === undefined) { known.set(key, access = identityAccess(this.space, this.model, callee, port, sidecar)); }
    return access;
  }

  /** Known only where all cases agree. */
  private inEither(cause: string, cases: readonly Access[]): Access {
    const { sets } = this.space.algebra;
    const must = sets.intersection(...cases.map(one => one.must));
    const may = sets.union(...cases.map(one => one.may));
    return { must, may, causes: must === may ? [] : [cause, ...cases.flatMap(({ causes }) => causes)] };
  }
}
