import type { AccessGrant } from './access-grant';
import type { AllowedAccess } from './allowed-access';
import { operationsOf } from './allowed-entries';
import { gatewayGrants } from './gateway-ways';
import { grantOf } from './grants';
import { BoundaryReach } from './reach';
import type { Reach } from './reach';
import type { ProductSet } from '../algebra';
import type { MeshModel, Workload } from '../model';
import { nameOf } from '../model';
import { callerSet } from '../proof/declared-sets';

/**
 * What of some access is possible, or possibly is, by both boundaries: mutual TLS with AuthorizationPolicy, and NetworkPolicy.
 */
export function grantedOf(model: MeshModel, unwanted: readonly Omit<AllowedAccess, 'reason'>[]): readonly AccessGrant[] {
  const reaches = new BoundaryReach(model);
  return unwanted.flatMap(entry => model.workloads.all.filter(callee => entry.callee === 'anyone' || entry.callee === nameOf(callee))
    .flatMap(callee => portsOf(reaches, callee, entry).flatMap(port => reachesOf(reaches, entry.client, callee, port)
      .flatMap(({ reach, identities }) => grantOf(reaches, reach, reaches.space.algebra.sets.intersection(identities, operationsOf(reaches.space, { ...entry, reason: '' }))) ?? []))));
}

/** Who may reach some callees from outside: without identity from beyond the mesh, as a pod that is not in the manifests, or through a gateway. */
export function reachableFromOutside(model: MeshModel, isMeant: (callee: Workload) => boolean): readonly AccessGrant[] {
  const reaches = new BoundaryReach(model);
  const { all } = reaches.space.algebra.sets;
  return model.workloads.all.filter(isMeant).flatMap(callee => [
    ...reaches.ports(callee).flatMap(port => [
      ...grants(grantOf(reaches, reaches.ofOutside(callee, port), all)),
      ...grants(grantOf(reaches, reaches.ofOthers(callee, port), reaches.space.anonymous)),
    ]),
    ...gatewayGrants(reaches, callee),
  ]);
}

function grants(grant: AccessGrant | undefined): readonly AccessGrant[] {
  return grant === undefined ? [] : [grant];
}

/** Workloads that questions name and that are not there: of them, every answer would be no. */
export function unknownWorkloads(model: MeshModel, names: readonly string[]): readonly string[] {
  const known = new Set(model.workloads.all.map(nameOf));
  return [...new Set(names)].filter(name => name.includes('/') && !name.includes(':') && !known.has(name));
}

function portsOf(reaches: BoundaryReach, callee: Workload, { port, anyPort }: Pick<AllowedAccess, 'port' | 'anyPort'>): readonly number[] {
  return anyPort === true || port === undefined ? reaches.ports(callee) : [port];
}

/** Those whom a client of a question means, and which identities of theirs. */
function reachesOf(
  reaches: BoundaryReach, client: string, callee: Workload, port: number,
): readonly { readonly reach: Reach; readonly identities: ProductSet }[] {
  const { model, space } = reaches;
  const { sets } = space.algebra;
  const whole = (reach: Reach): { readonly reach: Reach; readonly identities: ProductSet } => ({ reach, identities: sets.all });
  if (client === 'anyone') { return reaches.of(callee, port).map(whole); }
  if (client === 'outside') { return [whole(reaches.ofOutside(callee, port))]; }
  if (client === 'internet') { return []; }
  if (client.startsWith('principal:')) {
    const principal = client.slice('principal:'.length);
    const identities = principal === '*' ? space.identified
      : callerSet(space, principal, [model.meshConfig.trustDomain, ...model.meshConfig.trustDomainAliases]);
    return reaches.of(callee, port).map(reach => ({ reach, identities }));
  }
  return model.workloads.all.filter(workload => nameOf(workload) === client).map(workload => whole(reaches.ofWorkload(workload, callee, port)));
}
