import type { GuardRail, GuardRailProblem } from './guard-rail';
import { calleesOf, workloadsOf } from './pods';
import type { World } from './world';
import { allLayers } from '../access-sets/all-layers';
import { hostClasses } from '../access-sets/host-classes';
import type { ProductSet } from '../algebra';
import { decide } from '../decision/decide';
import type { Decision } from '../decision/decision';
import { inboundChain, servicesOf } from '../decision/inbound';
import { hasSidecar } from '../decision/proxies';
import { isUnknown } from '../decision/tri';
import type { Service, ServicePort, Workload } from '../model';
import { targetOf } from '../model';
import { withoutToken } from '../proof/declared-sets';
import type { Example } from '../proof/example';
import { exampleOf, exampleText } from '../proof/example';

/** What must come through: the requests of a caller to a port of a service, and the pods behind it. */
export interface Demand {
  readonly caller: Workload;
  readonly service: Service;
  readonly entry: ServicePort;
  readonly port: number;
  readonly callees: readonly Workload[];
}

/** What a guard rail demands: every caller, every port of every service of the callees. */
export function demandsOf(world: World, rail: GuardRail): readonly Demand[] {
  const { model } = world;
  const callers = rail.from.kind === 'these' ? [...new Set(rail.from.these.flatMap(pods => workloadsOf(model, pods)))] : [];
  const ports = new Map<ServicePort, Map<number, { readonly service: Service; readonly callees: Workload[] }>>();
  for (const callee of calleesOf(model, rail.to)) {
    for (const service of servicesOf(model, callee)) {
      for (const entry of service.ports) {
        const port = entry.protocol === 'udp' ? undefined : targetOf(entry, callee);
        if (port === undefined || (rail.port !== undefined && rail.port !== port)) {
          continue;
        }
        const targets = ports.get(entry) ?? new Map<number, { readonly service: Service; readonly callees: Workload[] }>();
        const target = targets.get(port) ?? { service, callees: [] };
        target.callees.push(callee);
        ports.set(entry, targets.set(port, target));
      }
    }
  }
  return callers.flatMap(caller => [...ports].flatMap(([entry, targets]) =>
    [...targets].map(([port, target]) => ({ caller, entry, port, ...target }))));
}

/** The requests of a demand: for the service's hosts unless others are named, without a token. */
export function demandedSet(world: World, rail: GuardRail, { caller, service, entry, port, callees }: Demand): ProductSet {
  const { space } = world.sets;
  const { sets } = space.algebra;
  const protocol = inboundChain(world.model, callees[0], port).protocol;
  if (protocol !== 'http' && protocol !== 'sniffed' && rail.operation === undefined) {
    return space.bytes;
  }
  const named = hostClasses(space, world.model, caller.namespace).naming(service).ports.find(({ entries }) => entries.includes(entry));
  const hosts = rail.operation?.hosts !== undefined || named === undefined ? sets.all : sets.where(space.host, named.hosts);
  return withoutToken(space, sets.intersection(space.http, world.requestsOf(rail), hosts));
}

/** What of a demand does not come through for certain: at each of the pods to which it may be sent, and at one at least. */
export function demandProblem(world: World, rail: GuardRail, demand: Demand): GuardRailProblem | undefined {
  const { sets, model } = world;
  const { space } = sets;
  const algebra = space.algebra.sets;
  const { caller, callees, port, service } = demand;
  const demanded = demandedSet(world, rail, demand);
  const access = callees.map(callee => ({ callee, ...sets.access(caller, callee, port) }));
  const nowhere = algebra.difference(demanded, algebra.union(...access.map(({ must }) => must)));
  const refused = access.map(({ callee, must, causes }) => ({
    callee, causes, missing: algebra.difference(algebra.intersection(demanded, sentTo(world, caller, callee, port)), must),
  })).find(({ missing }) => !algebra.isEmpty(missing)) ?? (algebra.isEmpty(nowhere) ? undefined : { ...access[0], missing: nowhere });
  if (refused === undefined) {
    return undefined;
  }
  const example = exampleOf(space, refused.missing);
  const { verdict, reason, object } = decisionOf(model, demand, refused.callee, example);
  const cause = verdict === 'ALLOW' ? refused.causes[0] ?? 'manifests do not tell for all such requests' : reason;
  return {
    rail,
    message: `${exampleText(example, `${caller.namespace}/${caller.name}`)} does not ${verdict === 'DENY' ? '' : 'certainly '}come through `
      + `to ${refused.callee.namespace}/${refused.callee.name} on port ${port} (${service.host}): ${cause}`,
    ...object && verdict !== 'ALLOW' ? { object } : {},
  };
}

/** The requests that the caller's side may send to a callee, whatever the callee says to them. */
function sentTo({ sets, model }: World, caller: Workload, callee: Workload, port: number): ProductSet {
  const { space } = sets;
  const everything = { ...space.boundsByIdentity.all, causes: [] };
  const [callerSidecar, calleeSidecar] = [hasSidecar(model, caller), hasSidecar(model, callee)];
  if (isUnknown(callerSidecar) || isUnknown(calleeSidecar)) {
    return space.algebra.sets.all;
  }
  return allLayers({ space, model, caller, callee, callerSidecar, calleeSidecar, port, identity: everything }, false).may;
}

/** What becomes of one such request. */
function decisionOf(model: World['model'], { caller, port }: Demand, callee: Workload, example: Example): Decision {
  const text = (name: string): string | undefined => (typeof example.get(name) === 'string' ? example.get(name) as string : undefined);
  const http = example.has('method') && text('method') === undefined ? {} : { method: text('method') ?? 'GET', path: text('path') ?? '/' };
  return decide(model, {
    from: { kind: 'workload', namespace: caller.namespace, workload: caller.name },
    to: { namespace: callee.namespace, workload: callee.name },
    port,
    ...http,
    ...text('host') === undefined ? {} : { host: text('host')! },
    headers: new Map(),
  });
}
