import { bySpecificity, hostWithin } from '../hosts';
import type { Gateway, GatewayServer, HttpRoute, MeshModel, PlatformGateway, VirtualService, Workload } from '../model';
import { selects } from '../model';
import { virtualServicesOf } from './delegates';
import { rulesFor } from './http-routing';
import { isCatchAll } from './match/routes';
import { isGatewayProxy, mayBeGateway } from './proxies';
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

interface Listeners {
  readonly listeners: readonly Listener[];
  readonly orphans: readonly Gateway[];
}

const found = new WeakMap<MeshModel, Listeners>();

/** Every server of every Gateway, on the pods that its selector finds: those of manifests, else the platform's. */
export function listenersOf(model: MeshModel): Listeners {
  let known = found.get(model);
  if (known === undefined) { found.set(model, known = findListeners(model)); }
  return known;
}

function findListeners(model: MeshModel): Listeners {
  const platform = model.ingressGateways.map(asWorkload);
  const listeners: Listener[] = [];
  const orphans: Gateway[] = [];
  for (const gateway of model.gateways.all) {
    const chosen = (workload: Workload): boolean => selects(gateway.selector, workload.labels);
    // An empty selector means every gateway; other pods are none.
    const every = gateway.selector.size === 0;
    const shown = model.workloads.all.filter(workload => (every ? isGatewayProxy(workload) : chosen(workload) && mayBeGateway(workload)));
    const pods = shown.length > 0 && !every ? shown : [...shown, ...platform.filter(chosen)];
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

const claimed = new WeakMap<Listener, readonly Claim[]>();

/** What of a VirtualService's hosts a server serves. */
export function claimsOf(model: MeshModel, listener: Listener): readonly Claim[] {
  let known = claimed.get(listener);
  if (known === undefined) { claimed.set(listener, known = findClaims(model, listener)); }
  return known;
}

function findClaims(model: MeshModel, listener: Listener): readonly Claim[] {
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

const ruled = new WeakMap<Claim, readonly OwnedRule[]>();

/** The rules of a VirtualService at a listener. */
function rulesOf(claim: Claim): readonly OwnedRule[] {
  const { route, listener: { gateway, server, pods } } = claim;
  let known = ruled.get(claim);
  if (known === undefined) {
    const source = { client: { namespace: pods.namespace, labels: pods.labels }, gateway: `${gateway.namespace}/${gateway.name}`, port: server.port };
    ruled.set(claim, known = rulesFor(route, source).map(rule => ({ rule, route })));
  }
  return known;
}

/** The rules of several VirtualServices for one host: one after the other, but what takes everything comes last. */
export function mergedRules(claims: readonly Claim[]): readonly OwnedRule[] {
  const rules = claims.flatMap(rulesOf);
  const takesAll = ({ rule }: OwnedRule): boolean => rule.matches.length === 0 || rule.matches.some(isCatchAll);
  return [...rules.filter(rule => !takesAll(rule)), ...rules.filter(takesAll)];
}
