import type { AccessChange } from './access-change';
import type { AlignedWorkload } from './aligned';
import type { Allowance } from './allowance';
import type { ComparedPorts } from './ports';
import type { AccessClient } from '../access/access-client';
import type { AccessWorkload } from '../access/access-request';
import { AccessSets, AccessSpace } from '../access-sets';
import { IdentityWords, NetworkBetween } from '../access-table';
import type { ProductSet } from '../algebra';
import type { MeshModel, Workload } from '../model';

/** One of two versions, in a space that they share: else their sets could not be compared. */
export interface Version {
  readonly model: MeshModel;
  readonly access: AccessSets;
  readonly words: IdentityWords;
  readonly network: NetworkBetween;
}

/** Two versions, and what is let pass. */
export interface Comparison {
  readonly space: AccessSpace;
  readonly before: Version;
  readonly after: Version;
  readonly allowance: Allowance;
}

/** What a change means, exactly: what it is judged by. */
export interface Meaning {
  readonly space: AccessSpace;
  /** The requests; with a principal at the boundary of identities, without for callers. */
  readonly set: ProductSet;
  readonly ports: readonly number[];
  readonly compared: ComparedPorts;
  /** @default - whoever has the principal */
  readonly callers?: readonly AccessClient[];
}

/** A change, and what it means where that is a set of requests. */
export interface Found {
  readonly change: AccessChange;
  readonly meaning?: Meaning;
}

/** What was found of one kind of changes. */
export interface Changes {
  readonly allowed: Found[];
  readonly denied: Found[];
  /** What neither version tells, for reasons that differ. */
  readonly undecided: Found[];
}

export function noChanges(): Changes {
  return { allowed: [], denied: [], undecided: [] };
}

export function comparisonOf(before: MeshModel, after: MeshModel, allowance: Allowance): Comparison {
  const space = new AccessSpace();
  const version = (model: MeshModel): Version =>
    ({ model, access: new AccessSets(model, space), words: new IdentityWords(space, model), network: networkOf(model) });
  return { space, before: version(before), after: version(after), allowance };
}

const networks = new WeakMap<MeshModel, NetworkBetween>();

/** What NetworkPolicies say has nothing to do with algebras. */
function networkOf(model: MeshModel): NetworkBetween {
  let network = networks.get(model);
  if (network === undefined) { networks.set(model, network = new NetworkBetween(model)); }
  return network;
}

/** The callee of a change, in words and by its name. */
export function calleeOf({ namespace, name }: AlignedWorkload): { readonly callee: string; readonly calleeWorkload: AccessWorkload } {
  return { callee: `${namespace}/${name}`, calleeWorkload: { namespace, workload: name } };
}

/** The identity of a workload's pods, without `spiffe://`. */
export function principalOf({ meshConfig }: MeshModel, { namespace, serviceAccount }: Workload): string {
  return `${meshConfig.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
