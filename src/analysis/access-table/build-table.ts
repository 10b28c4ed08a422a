import { IdentityWords } from './identity-words';
import type { Ground } from './inbound';
import { Inbound } from './inbound';
import { Between } from './open-between';
import { namedCallees, outbound } from './outbound';
import type { Openings } from './peer-classes';
import { PeerClasses } from './peer-classes';
import { PodIndex } from './pod-index';
import type { SaidAccess } from './said-access';
import { sayAccess } from './say-access';
import type { TableEntry } from './table-entry';
import type { AccessOperation } from '../access/access-operation';
import { AccessSets } from '../access-sets';
import { NetworkBoundary } from '../access-sets/network-access';
import type { ProductSet } from '../algebra';
import type { MeshModel, Workload } from '../model';

/** Who may do what to whom: every row that there is, before those that say the same are joined. */
export function tableEntries(model: MeshModel): readonly TableEntry[] {
  const classes = new PeerClasses(model);
  const pods = new PodIndex(model);
  const workloads = model.workloads.all;
  const egress = new Map<Workload, Openings>(workloads.map(workload => [workload, classes.of(workload, 'Egress')]));
  const egressOf = (workload: Workload): Openings => egress.get(workload) as Openings;
  const namedBy = new Map<Workload, Workload[]>();
  for (const caller of workloads) {
    for (const callee of namedCallees(pods, egressOf(caller))) { namedBy.set(callee, [...namedBy.get(callee) ?? [], caller]); }
  }
  const onHost = workloads.filter(({ hostNetwork }) => hostNetwork);
  // What NetworkPolicies say has nothing to do with algebras.
  const network = new NetworkBoundary(model);
  const shared = { model, pods, onHost, egress: egressOf, network };
  let ground = groundOf(shared);
  return workloads.flatMap(workload => {
    if (ground.sets.isFull) { ground = groundOf(shared); }
    return [
      ...new Inbound(ground, workload, classes.of(workload, 'Ingress'), namedBy.get(workload) ?? []).entries(),
      ...outbound(ground.sets.space, pods, workload, egressOf(workload)),
    ];
  });
}

function groundOf({ network, ...shared }: Omit<Ground, 'sets' | 'identities' | 'say' | 'operations' | 'between'> & { readonly network: NetworkBoundary }): Ground {
  const sets = new AccessSets(shared.model);
  const identities = new IdentityWords(sets.space, shared.model);
  const known = new Map<ProductSet, readonly SaidAccess[]>();
  const say = (set: ProductSet): readonly SaidAccess[] => {
    let said = known.get(set);
    if (said === undefined) { known.set(set, said = sayAccess(sets.space, identities, set)); }
    return said;
  };
  const lists = new Map<ProductSet, readonly AccessOperation[]>();
  const operations = (set: ProductSet): readonly AccessOperation[] => {
    let list = lists.get(set);
    if (list === undefined) { lists.set(set, list = say(set).flatMap(row => row.operations)); }
    return list;
  };
  const between = new Between(sets.space.algebra.integers, shared.pods, (caller, callee) => network.between(caller, callee));
  return { ...shared, sets, identities, say, operations, between };
}
