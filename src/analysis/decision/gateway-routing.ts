import { bySpecificity, hostWithin } from '../hosts';
import type { Gateway, GatewayServer, HttpRoute, MeshModel, PlatformGateway, VirtualService, Workload } from '../model';
import { selects } from '../model';
import { virtualServicesOf } from './delegates';
import { rulesFor } from './http-routing';
import { isCatchAll } from './match/routes';
import { exportedTo } from './visibility';

/** A server of a Gateway, on the pods of one gateway. */
export interface Listener {
  readonly gateway: Gateway;
  readonly server: GatewayServer;
  readonly pods: Workload;
}

/** A gateway that no manifest shows, as if one did. */
export function asWorkload(gateway: PlatformGateway): Workload {
  return {
    kind: 'Deployment',
    namespace: gateway.namespace,
    name: gateway.labels.get('app') ?? 'ingress gateway',
    object: {},
    problems: [],
    labels: gateway.labels,
    annotations: new Map(),
    serviceAccount: gateway.serviceAccount,
    ports: [],
    hostNetwork: false,
    hasProxyContainer: true,
    outsideCluster: false,
    addresses: [],
  };
}

/** Every server of every Gateway, on the pods that its selector finds: those of manifests, else the platform's. */
export function listenersOf(model: MeshModel): { readonly listeners: readonly Listener[]; readonly orphans: readonly Gateway[] } {
  const platform = model.ingressGateways.map(asWorkload);
  const listeners: Listener[] = [];
  const orphans: Gateway[] = [];
  for (const gateway of model.gateways.all) {
    const chosen = (workload: Workload): boolean => selects(gateway.selector, workload.labels);
    // An empty selector means every gateway; other pods are none.
    const shown = gateway.selector.size === 0 ? [] : model.workloads.all.filter(chosen);
    const pods = shown.length > 0 ? shown : platform.filter(chosen);
    if (pods.length === 0) { orphans.push(gateway); }
    for (const pod of pods) {
      for (const server of gateway.servers) { listeners.push({ gateway, server, pods: pod }); }
    }
  }
  return { listeners, orphans };
}

/** A VirtualService that speaks for a host at a listener, and the domain for which it does. */
interface Claim {
  readonly domain: string;
  readonly route: VirtualService;
  readonly listener: Listener;
}

/** What of a VirtualService's hosts a server serves. */
export function claimsOf(model: MeshModel, listener: Listener): readonly Claim[] {
  const { gateway, server, pods } = listener;
  const name = `${gateway.namespace}/${gateway.name}`;
  return virtualServicesOf(model)
    .filter(route => route.gateways.includes(name) && exportedTo(route, route.exportTo, model.meshConfig.virtualServiceExportTo, pods.namespace))
    .flatMap(route => server.hosts
      .filter(entry => entry.namespace === '*' || entry.namespace === route.namespace)
      .flatMap(entry => route.hosts.flatMap((host): Claim[] => {
        const domain = hostWithin(host, entry.host) ? host : hostWithin(entry.host, host) ? entry.host : undefined;
        return domain === undefined ? [] : [{ domain, route, listener }];
      })));
}

/** The VirtualServices that get a request for a host: those of the most specific domain, merged. */
export function claimantsOf(claims: readonly Claim[], host: string): readonly Claim[] {
  const matching = claims.filter(({ domain }) => hostWithin(host, domain)).sort((a, b) => bySpecificity(a.domain, b.domain));
  const best = matching.filter(({ domain }) => domain === matching[0].domain);
  return best.filter(({ route }, i) => best.findIndex(other => other.route === route) === i);
}

/** A rule and the VirtualService that it is of. */
export interface OwnedRule {
  readonly rule: HttpRoute;
  readonly route: VirtualService;
}

/** The rules of several VirtualServices for one host: one after the other, but what takes everything comes last. */
export function mergedRules(claims: readonly Claim[]): readonly OwnedRule[] {
  const rules = claims.flatMap(({ route, listener }) => rulesFor(route, {
    client: { namespace: listener.pods.namespace, labels: listener.pods.labels },
    gateway: `${listener.gateway.namespace}/${listener.gateway.name}`,
    port: listener.server.port,
  }).map(rule => ({ rule, route })));
  const takesAll = ({ rule }: OwnedRule): boolean => rule.matches.length === 0 || rule.matches.some(isCatchAll);
  return [...rules.filter(rule => !takesAll(rule)), ...rules.filter(takesAll)];
}
