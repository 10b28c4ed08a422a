import { virtualServicesOf } from '../../../decision/delegates';
import { servicesOf } from '../../../decision/inbound';
import { hasSidecar } from '../../../decision/proxies';
import { outboundMode, scopeOf, sidecarOf } from '../../../decision/sidecar-scope';
import type { Service, Sidecar, VirtualService, Workload } from '../../../model';
import { nameOf } from '../../../model';
import type { Rule } from '../../rule';
import { namedCallers } from '../../world/named-callers';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/ops/configuration/mesh/configuration-scoping/ */
export const HIDDEN_CALLEE: Rule = {
  code: 'MESH0870',
  severity: 'warning',
  aliases: [],
  title: 'Sidecar that hides what the workload may call',
  explanation: 'An AuthorizationPolicy admits the workload by its identity, but its Sidecar does not import the callee. A proxy sends to hosts that it does not know without mutual TLS, or not at '
    + 'all: the callee does not know the caller, and refuses it.',
  fix: 'Add `namespace/host` of the callee to the egress hosts of the Sidecar, or take the caller out of the policy.',
  *find(world) {
    const told = new Set<string>();
    const restricted = world.once(restrictedCallers);
    for (const { policy, accounts, callees } of namedCallers(world)) {
      const callers = accounts.flatMap(account => restricted.get(account) ?? []);
      for (const callee of callers.length === 0 ? [] : callees) {
        const services = servicesOf(world.model, callee).filter(({ ports }) => ports.length > 0);
        for (const { caller, sidecar } of services.length === 0 ? [] : callers) {
          if (caller === callee || services.some(service => isKnown(world, caller, service))) { continue; }
          const [{ host, namespace }] = services;
          const key = `${nameOf(sidecar)} ${host}`;
          if (told.has(key)) { continue; }
          told.add(key);
          const admitted = `AuthorizationPolicy ${nameOf(policy)} admits ${caller.kind} ${nameOf(caller)} to ${callee.kind} ${nameOf(callee)}`;
          yield {
            object: sidecar,
            path: 'spec.egress',
            message: `${admitted}, but ${host} is not imported, and ${fate(world, sidecar)}`,
            fix: `Add ${namespace === sidecar.namespace ? '.' : namespace}/${host} to the egress hosts.`,
          };
        }
      }
    }
  },
};

/** For each service account the workloads whose Sidecar says what they know; of those with one Sidecar the first. */
function restrictedCallers({ model }: World): ReadonlyMap<string, readonly { readonly caller: Workload; readonly sidecar: Sidecar }[]> {
  const found = new Map<string, { readonly caller: Workload; readonly sidecar: Sidecar }[]>();
  for (const caller of model.workloads.all) {
    const sidecar = sidecarOf(model, caller);
    if (sidecar?.egress === undefined || sidecar.problems.length > 0 || hasSidecar(model, caller) !== true) { continue; }
    const account = `${caller.namespace}/${caller.serviceAccount}`;
    const list = found.get(account) ?? [];
    if (!list.some(other => other.sidecar === sidecar)) { found.set(account, [...list, { caller, sidecar }]); }
  }
  return found;
}

function isKnown(world: World, caller: Workload, service: Service): boolean {
  const scope = scopeOf(world.model, caller);
  if (service.ports.some(port => scope.imports(service, port) !== undefined)) { return true; }
  // What imported routes lead to is imported with them.
  return (world.once(routesByDestination).get(service.host) ?? []).some(route => scope.importsRoutes(route));
}

function routesByDestination({ model }: World): ReadonlyMap<string, readonly VirtualService[]> {
  const found = new Map<string, VirtualService[]>();
  for (const route of virtualServicesOf(model)) {
    const rules = [...route.http, ...route.tls, ...route.tcp];
    const hosts = rules.flatMap(rule => [...rule.destinations.map(({ destination }) => destination), ...'mirrors' in rule ? rule.mirrors : []]).map(({ host }) => host);
    for (const host of new Set(hosts)) {
      const list = found.get(host);
      if (list === undefined) { found.set(host, [route]); } else { list.push(route); }
    }
  }
  return found;
}

function fate(world: World, sidecar: Sidecar): string {
  return outboundMode(world.model, sidecar) === 'REGISTRY_ONLY' ? 'calls to it are dropped' : 'calls to it go out without identity';
}
