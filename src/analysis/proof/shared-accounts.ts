import { callText } from './call-text';
import type { DeclaredBounds, DeclaredCallee, DeclaredEdge } from './declaration';
import { declaredSet } from './declared-sets';
import { carries } from './edge-index';
import type { AccessSpace } from '../access-sets';
import { AccessSets } from '../access-sets';
import type { ProductSet } from '../algebra';
import { podPeer } from '../decision/layers/network-policies';
import type { MeshModel, Workload } from '../model';
import type { NetworkPolicies } from '../network-policy';

/** What a pod may do by its identity only because others have it too. */
export interface Widening {
  /** Who may: `namespace/workload`, or what the declarations call it where somebody else deploys it. */
  readonly caller: string;
  /** Whom it may call: what the declarations call it. */
  readonly callee: string;
  /** The pods' port. */
  readonly port: number;
  /** The calls that others declared, in words. */
  readonly calls: readonly string[];
  /** Do NetworkPolicies refuse it all the same? */
  readonly refusedByNetwork: boolean;
}

/** A service account under which pods run that are declared apart. */
export interface SharedAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Who has it, sorted. */
  readonly sharedBy: readonly string[];
  /** What follows from it, by caller and callee. */
  readonly widened: readonly Widening[];
}

/** Somebody who has an account. */
interface Sharer {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Undefined where somebody else deploys it. */
  readonly workload?: Workload;
}

/**
 * The service accounts that several callers share, as far as anybody calls by them. A callee that looks at identities cannot
 * tell its callers apart if they share one, so that each may do what another declared.
 */
export function sharedAccounts(
  model: MeshModel, network: NetworkPolicies, edges: readonly DeclaredEdge[],
  bounded: readonly { readonly workload: Workload; readonly bounds: DeclaredBounds }[],
): SharedAccount[] {
  const trustDomains = [model.meshConfig.trustDomain, ...model.meshConfig.trustDomainAliases];
  const byAccount = new Map<string, DeclaredEdge[]>();
  for (const edge of edges) {
    const account = accountOf(edge, trustDomains);
    if (account !== undefined && !edge.callee.addresses) {
      const known = byAccount.get(account);
      if (known) { known.push(edge); } else { byAccount.set(account, [edge]); }
    }
  }
  const pods = new Map<string, Workload[]>();
  for (const workload of byAccount.size === 0 ? [] : model.workloads.all) {
    const account = `${workload.namespace}/${workload.serviceAccount}`;
    const known = pods.get(account);
    if (known) { known.push(workload); } else { pods.set(account, [workload]); }
  }
  const authorizing = new Map(bounded.map(({ workload, bounds }) => [workload, bounds.authorizationPolicy]));
  return [...byAccount].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([account, own]) => {
    const sharers = sharersOf(own, pods.get(account) ?? []);
    // Pods of one service are declared together.
    if (sharers.length < 2 || own.every(({ caller }) => sharers.every(sharer => carries(sharer, caller.podLabels)))) {
      return [];
    }
    const { space } = new AccessSets(model);
    const [namespace, serviceAccount] = account.split('/');
    // What every pod of the namespace may do, each of them may.
    const known = [...own, ...edges.filter(({ caller, callee }) =>
      caller.namespace === namespace && caller.podLabels === undefined && !caller.cidrs && !callee.addresses)];
    const meant = new Map(known.map(edge => [edge, declaredSet(space, edge, trustDomains)]));
    const widened = sharers.flatMap(sharer => wideningsOf({ model, network, authorizing, space, meant }, sharer, known));
    return [{ namespace, serviceAccount, sharedBy: sharers.map(({ name }) => name), widened }];
  });
}

/** `namespace/account` of a caller that is pods under an account of this mesh; undefined for others. */
function accountOf({ caller: { principal, podLabels } }: DeclaredEdge, trustDomains: readonly string[]): string | undefined {
  const [domain, , namespace, , account = '*'] = principal.split('/');
  return podLabels === undefined || account === '*' || !trustDomains.includes(domain) ? undefined : `${namespace}/${account}`;
}

function sharersOf(edges: readonly DeclaredEdge[], workloads: readonly Workload[]): Sharer[] {
  const sharers = workloads.map((workload): Sharer => ({ name: `${workload.namespace}/${workload.name}`, labels: workload.labels, workload }));
  const elsewhere = new Map<string, Sharer>();
  for (const { caller } of edges) {
    if (!workloads.some(workload => carries(workload, caller.podLabels))) {
      elsewhere.set(caller.name, { name: caller.name, labels: new Map(Object.entries(caller.podLabels ?? {})) });
    }
  }
  return [...sharers, ...elsewhere.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Place {
  readonly model: MeshModel;
  readonly network: NetworkPolicies;
  readonly authorizing: ReadonlyMap<Workload, boolean>;
  readonly space: AccessSpace;
  /** The requests that each call means. */
  readonly meant: ReadonlyMap<DeclaredEdge, ProductSet>;
}

/** The calls of one callee's port: one's own, and those of others with the same account. */
interface ToCallee {
  readonly callee: DeclaredCallee;
  readonly port: number;
  readonly own: DeclaredEdge[];
  readonly others: DeclaredEdge[];
}

function wideningsOf(place: Place, sharer: Sharer, edges: readonly DeclaredEdge[]): Widening[] {
  const byCallee = new Map<string, ToCallee>();
  for (const edge of edges) {
    const key = `${edge.callee.name} ${edge.targetPort}`;
    const group = byCallee.get(key) ?? { callee: edge.callee, port: edge.targetPort, own: [], others: [] };
    (carries(sharer, edge.caller.podLabels) ? group.own : group.others).push(edge);
    byCallee.set(key, group);
  }
  return [...byCallee].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, { callee, port, own, others }]) => {
    const workloads = calleesOf(place.model, callee);
    // Where no policy is declared at the callee, nobody asks for identities.
    const calls = workloads.length > 0 && workloads.every(workload => place.authorizing.get(workload) === false) ? [] : beyond(place, own, others);
    return calls.length === 0 ? [] : [{
      caller: sharer.name,
      callee: callee.name,
      port,
      calls: [...new Set(calls.map(callText))].sort(),
      refusedByNetwork: refused(place, sharer, workloads, port),
    }];
  });
}

/** Those of the others' calls that are not wholly the caller's own. */
function beyond({ space, meant }: Place, own: readonly DeclaredEdge[], others: readonly DeclaredEdge[]): readonly DeclaredEdge[] {
  if (own.length === 0 || others.length === 0) {
    return others;
  }
  const { sets } = space.algebra;
  const mine = sets.union(...own.map(edge => meant.get(edge)!));
  return others.filter(edge => !sets.isSubset(meant.get(edge)!, mine));
}

function calleesOf(model: MeshModel, { namespace, podLabels }: DeclaredCallee): Workload[] {
  return model.workloads.in(namespace).filter(workload => carries(workload, podLabels));
}

function refused({ model, network }: Place, { workload }: Sharer, callees: readonly Workload[], port: number): boolean {
  return workload !== undefined && callees.length > 0
    && callees.every(callee => network.decide(podPeer(model, workload), podPeer(model, callee), port).verdict === 'DENY');
}
