import type { AccessGrant } from './access-grant';
import { grantOf } from './grants';
import { BoundaryReach } from './reach';
import type { Reach } from './reach';
import { AccessClientKind } from '../access/access-client';
import type { AccessWorkload } from '../access/access-request';
import type { ProductSet } from '../algebra';
import { valueAt } from '../json';
import type { MeshModel, Workload } from '../model';
import { nameOf } from '../model';
import { callerSet } from '../proof/declared-sets';

/**
 * Whoever else but some callers may reach a workload by both boundaries: other workloads, whoever is no pod and has no identity, and pods
 * that are not in the manifests. A workload may reach itself.
 *
 * @param callers as in a file of requests; throws an error for a workload that is not there
 */
export function reachedBesides(model: MeshModel, { namespace, workload }: AccessWorkload, callers: readonly unknown[]): AccessGrant[] {
  const callees = model.workloads.all.filter(one => one.namespace === namespace && one.name === workload);
  const named = new Set(callers.flatMap(caller => workloadName(caller) ?? []));
  const known = new Set(model.workloads.all.map(nameOf));
  const absent = [...callees.length === 0 ? [`${namespace}/${workload}`] : [], ...[...named].filter(name => !known.has(name))];
  if (absent.length > 0) { throw new TypeError(`there is no workload ${absent.join(', ')} in the manifests`); }
  const reaches = new BoundaryReach(model);
  const permitted = permittedBy(reaches, callers);
  const isOther = ({ client, workload: own }: Reach): boolean => {
    if (own !== undefined) { return !named.has(nameOf(own)) && !callees.includes(own); }
    return client.kind !== AccessClientKind.NO_IDENTITY || !callers.some(caller => valueAt(caller, 'outside') === true);
  };
  return callees.flatMap((callee: Workload) => reaches.ports(callee).flatMap(port => reaches.of(callee, port).filter(isOther)
    .flatMap(reach => grantOf(reaches, reach, reaches.space.algebra.sets.complement(permitted)) ?? [])));
}

/** Requests that bear one of the identities that callers are given by. */
function permittedBy({ space, model }: BoundaryReach, callers: readonly unknown[]): ProductSet {
  const { trustDomain, trustDomainAliases } = model.meshConfig;
  const principals = callers.map(caller => valueAt(caller, 'principal')).filter(principal => typeof principal === 'string');
  return space.algebra.sets.union(...principals.map(principal => callerSet(space, principal.replace(/^spiffe:\/\//, ''), [trustDomain, ...trustDomainAliases])));
}

function workloadName(caller: unknown): string | undefined {
  const [namespace, workload] = [valueAt(caller, 'namespace'), valueAt(caller, 'workload')];
  return typeof namespace === 'string' && typeof workload === 'string' ? `${namespace}/${workload}` : undefined;
}
