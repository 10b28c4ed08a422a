import { DeniedEntries } from './denied-entries';
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
import { PROXY_PORTS } from '../access-sets/mentioned-ports';
import { NetworkBoundary } from '../access-sets/network-access';
import { sharedSpace } from '../access-sets/shared-space';
import type { ProductSet } from '../algebra';
import type { MeshModel, Workload } from '../model';

/** Who may do what to whom: every row that there is, before those that say the same are joined. */
export function tableEntries(model: MeshModel): readonly TableEntry[] {
  const shared = sharedGround(model);
  const { classes, pods, egress } = shared;
  const workloads = model.workloads.all;
  const namedBy = new Map<Workload, Workload[]>();
  for (const caller of workloads) {
    for (const callee of namedCallees(pods, egress(caller))) {
      const callers = namedBy.get(callee);
      if (callers === undefined) { namedBy.set(callee, [caller]); } else { callers.push(caller); }
    }
  }
  let ground = groundOf(shared);
  const entries: TableEntry[] = [];
  for (const workload of workloads) {
    if (ground.sets.isFull) { ground = groundOf(shared); }
    for (const entry of new Inbound(ground, workload, classes.of(workload, 'Ingress'), namedBy.get(workload) ?? []).entries()) { entries.push(entry); }
    for (const entry of outbound(ground.sets.space, pods, workload, egress(workload))) { entries.push(entry); }
  }
  return entries;
}

/** What is opened by name and stopped all the same, row by row: no access, and in no table. */
export function deniedEntries(model: MeshModel): readonly TableEntry[] {
  const shared = sharedGround(model);
  let denied = new DeniedEntries(groundOf(shared), shared.classes);
  return model.workloads.all.flatMap(callee => {
    if (denied.isFull) { denied = new DeniedEntries(groundOf(shared), shared.classes); }
    return denied.to(callee);
  });
}

type SharedGround = Pick<Ground, 'model' | 'pods' | 'onHost' | 'egress'> & { readonly classes: PeerClasses; readonly network: NetworkBoundary };

/** What NetworkPolicies say has nothing to do with algebras. */
function sharedGround(model: MeshModel): SharedGround {
  const classes = new PeerClasses(model);
  const known = new Map<Workload, Openings>();
  const egress = (workload: Workload): Openings => {
    let openings = known.get(workload);
    if (openings === undefined) { known.set(workload, openings = classes.of(workload, 'Egress')); }
    return openings;
  };
  const onHost = model.workloads.all.filter(({ hostNetwork }) => hostNetwork);
  return { model, classes, pods: new PodIndex(model), onHost, egress, network: new NetworkBoundary(model) };
}

function groundOf({ network, ...shared }: SharedGround): Ground {
  const sets = new AccessSets(shared.model, sharedSpace());
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
  return { ...shared, sets, identities, say, operations, between, proxyPorts: sets.space.algebra.integers.of(...PROXY_PORTS) };
}
