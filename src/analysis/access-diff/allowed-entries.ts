import type { AlignedWorkload } from './aligned';
import type { Allowance } from './allowance';
import type { AllowedAccess } from './allowed-access';
import type { Comparison } from './comparison';
import { principalOf } from './comparison';
import { labelsAt } from './peer-points';
import type { PeerSpace } from './peer-space';
import { METADATA_NAME } from './peer-space';
import type { AccessClient } from '../access/access-client';
import { AccessClientKind } from '../access/access-client';
import type { AccessSpace } from '../access-sets';
import type { ProductSet } from '../algebra';
import { servicesOf } from '../decision/inbound';
import type { MeshModel, Workload } from '../model';
import { targetOf } from '../model';
import type { Direction, PortInterval } from '../network-policy';
import { callerSet, operationSet } from '../proof/declared-sets';

/** What is let pass because entries say so; remembers which of them were needed. */
export class AllowedEntries implements Allowance {
  public readonly used = new Set<AllowedAccess>();

  /** @param model the newer version: workloads that entries name are looked for there */
  public constructor(private readonly entries: readonly AllowedAccess[], private readonly model: MeshModel) {}

  public beyond(comparison: Comparison, callee: AlignedWorkload, port: number, requests: ProductSet): ProductSet {
    const { space } = comparison;
    const { sets } = space.algebra;
    if (sets.isEmpty(requests)) { return requests; }
    const entries = this.to(callee, port);
    const covered = entries.filter(({ client }) => !isWorkload(client)).map(entry => this.use(entry, requests, sets.intersection(
      identitiesOf(comparison, entry.client), operationsOf(space, entry)), sets));
    return sets.difference(requests, sets.union(...covered, ...this.ofAccounts(comparison, entries, requests)));
  }

  /** Of an identity that several workloads have, what each of them may. */
  private ofAccounts(comparison: Comparison, entries: readonly AllowedAccess[], requests: ProductSet): readonly ProductSet[] {
    const { space, after } = comparison;
    const { sets } = space.algebra;
    const named = entries.filter(({ client }) => isWorkload(client));
    const accounts = new Map<string, Workload[]>();
    if (named.length === 0) { return []; }
    for (const workload of after.model.workloads.all) {
      const principal = principalOf(after.model, workload);
      accounts.set(principal, [...accounts.get(principal) ?? [], workload]);
    }
    return [...accounts].flatMap(([principal, sharing]) => {
      const of = (workload: Workload): readonly AllowedAccess[] => named.filter(({ client }) => client === `${workload.namespace}/${workload.name}`);
      if (sharing.some(workload => of(workload).length === 0)) { return []; }
      const identity = callerSet(space, principal, [after.model.meshConfig.trustDomain, ...after.model.meshConfig.trustDomainAliases]);
      return [sets.intersection(...sharing.map(workload =>
        sets.union(...of(workload).map(entry => this.use(entry, requests, sets.intersection(identity, operationsOf(space, entry)), sets)))))];
    });
  }

  public beyondOf({ space }: Comparison, client: AccessClient, callee: AlignedWorkload, port: number, requests: ProductSet): ProductSet {
    const { sets } = space.algebra;
    if (sets.isEmpty(requests)) { return requests; }
    const covered = this.to(callee, port).filter(entry => isMeant(entry.client, client))
      .map(entry => this.use(entry, requests, operationsOf(space, entry), sets));
    return sets.difference(requests, sets.union(...covered));
  }

  public beyondInternet({ space }: Comparison, callee: AlignedWorkload, port: number, requests: ProductSet): ProductSet {
    const { sets } = space.algebra;
    if (sets.isEmpty(requests)) { return requests; }
    const covered = this.to(callee, port).filter(({ client }) => client === 'internet' || client === 'anyone')
      .map(entry => this.use(entry, requests, operationsOf(space, entry), sets));
    return sets.difference(requests, sets.union(...covered));
  }

  public beyondConnections(client: AccessClient, { namespace, name }: AlignedWorkload, ports: readonly PortInterval[]): readonly PortInterval[] {
    const entries = this.entries.filter(entry => entry.callee === `${namespace}/${name}` && isMeant(entry.client, client) && (entry.protocol ?? 'TCP') === 'TCP');
    return entries.reduce((rest, entry) => {
      const left = entry.anyPort === true ? [] : rest.flatMap(interval => without(interval, entry.port as number));
      if (JSON.stringify(left) !== JSON.stringify(rest)) { this.used.add(entry); }
      return left;
    }, ports);
  }

  public beyondOpenings(peers: PeerSpace, workload: AlignedWorkload, direction: Direction, openings: ProductSet): ProductSet {
    const { sets, strings, integers } = peers.space.algebra;
    if (sets.isEmpty(openings)) { return openings; }
    const own = `${workload.namespace}/${workload.name}`;
    const covered = this.entries.flatMap(entry => {
      const [here, there] = direction === 'Ingress' ? [entry.callee, entry.client] : [entry.client, entry.callee];
      if (here !== own) { return []; }
      const ports = entry.anyPort === true ? sets.all : sets.intersection(
        sets.where(peers.protocol, strings.exact(entry.protocol ?? 'TCP')), sets.where(peers.port, integers.of(entry.port as number)));
      return [this.use(entry, openings, sets.intersection(ports, peersOf(peers, this.model, there, openings)), sets)];
    });
    return sets.difference(openings, sets.union(...covered));
  }

  public admitsPlaintext(callee: AlignedWorkload, port: number): boolean {
    return this.anyUsed(this.to(callee, port).filter(({ client, anyRequest }) => anyRequest === true && (client === 'outside' || client === 'anyone')));
  }

  public letsKnow(client: AccessClient, host: string, port: number): boolean {
    return this.anyUsed(this.entries.filter(entry => {
      if (!isMeant(entry.client, client)) { return false; }
      if (host === '*') { return entry.callee === 'anyone' && entry.anyPort === true && entry.anyRequest === true; }
      return this.model.workloads.all.some(workload => entry.callee === `${workload.namespace}/${workload.name}` && servicesOf(this.model, workload)
        .some(service => service.host === host && service.ports.some(own => own.port === port
          && (entry.anyPort === true || targetOf(own, workload) === entry.port))));
    }));
  }

  private to({ namespace, name }: AlignedWorkload, port: number): readonly AllowedAccess[] {
    return this.entries.filter(entry => entry.callee === `${namespace}/${name}` && (entry.protocol ?? 'TCP') === 'TCP'
      && (entry.anyPort === true || entry.port === port));
  }

  private use(entry: AllowedAccess, wanted: ProductSet, covered: ProductSet, sets: AccessSpace['algebra']['sets']): ProductSet {
    if (!sets.isEmpty(sets.intersection(wanted, covered))) { this.used.add(entry); }
    return covered;
  }

  private anyUsed(entries: readonly AllowedAccess[]): boolean {
    entries.forEach(entry => this.used.add(entry));
    return entries.length > 0;
  }
}

function isWorkload(client: string): boolean {
  return client.includes('/') && !client.includes(':');
}

/** Whether an entry's client is this one. */
function isMeant(wanted: string, client: AccessClient): boolean {
  if (wanted === 'anyone') { return true; }
  switch (client.kind) {
    case AccessClientKind.WORKLOAD: return wanted === `${client.namespace}/${client.name}`;
    case AccessClientKind.NO_IDENTITY: return wanted === 'outside';
    case AccessClientKind.SERVICE_ACCOUNT: {
      const principal = wanted.startsWith('principal:') ? wanted.slice('principal:'.length) : undefined;
      return principal !== undefined && client.principal !== undefined
        && (principal.endsWith('*') ? client.principal.startsWith(principal.slice(0, -1)) : principal === client.principal);
    }
    default: return false;
  }
}

function identitiesOf({ space, after }: Comparison, client: string): ProductSet {
  const { sets } = space.algebra;
  const { trustDomain, trustDomainAliases } = after.model.meshConfig;
  if (client === 'anyone') { return sets.all; }
  if (client === 'outside') { return space.anonymous; }
  if (!client.startsWith('principal:')) { return sets.none; }
  const principal = client.slice('principal:'.length);
  return principal === '*' ? space.identified : callerSet(space, principal, [trustDomain, ...trustDomainAliases]);
}

export function operationsOf(space: AccessSpace, { methods, paths, anyRequest }: AllowedAccess): ProductSet {
  const { sets } = space.algebra;
  if (anyRequest === true) { return sets.all; }
  const some = (values: readonly string[] | undefined): readonly string[] | undefined => values?.includes('*') === true ? undefined : values;
  const [wantedMethods, wantedPaths] = [some(methods), some(paths)];
  return sets.intersection(space.http, operationSet(space, {
    ...wantedMethods === undefined ? {} : { methods: wantedMethods }, ...wantedPaths === undefined ? {} : { paths: wantedPaths },
  }));
}

function peersOf(peers: PeerSpace, model: MeshModel, end: string, asked: ProductSet): ProductSet {
  const { sets, strings, optionalStrings, addresses } = peers.space.algebra;
  const has = (dimension: Parameters<typeof sets.where>[0], value: string): ProductSet =>
    sets.where(dimension as ReturnType<PeerSpace['podLabel']>, optionalStrings.presentIn(strings.exact(value)));
  if (end === 'anyone') { return sets.all; }
  if (end.startsWith('addresses:')) { return sets.where(peers.address, addresses.block(end.slice('addresses:'.length)) ?? addresses.none); }
  if (end.startsWith('pods:')) {
    const [namespace, ...rest] = end.slice('pods:'.length).split('/');
    const labels = rest.join('/').split(',').map(label => label.split('='));
    return sets.intersection(has(peers.namespaceLabel(METADATA_NAME), namespace), ...labels.map(([key, value]) => has(peers.podLabel(key), value)));
  }
  const workload = model.workloads.all.find(one => `${one.namespace}/${one.name}` === end);
  return workload === undefined ? sets.none : labelsAt(peers, model, workload, asked) ?? sets.none;
}

function without({ first, last }: PortInterval, port: number): readonly PortInterval[] {
  if (port < first || port > last) { return [{ first, last }]; }
  return [...port > first ? [{ first, last: port - 1 }] : [], ...port < last ? [{ first: port + 1, last }] : []];
}
