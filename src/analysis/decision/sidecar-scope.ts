import { hostsOverlap, hostWithin } from '../hosts';
import type { EgressListener, MeshModel, OutboundMode, Service, ServicePort, Sidecar, VirtualService, Workload } from '../model';
import { hostOf, selects } from '../model';
import { virtualServicesOf } from './delegates';
import { isGatewayProxy } from './proxies';
import { mayOverlap } from './route-index';
import { maySelect } from './selector-index';
import { servicesWithHost } from './services';
import { exportedTo } from './visibility';

const chosen = new WeakMap<MeshModel, Map<Workload, Sidecar | undefined>>();

/**
 * The one Sidecar that applies to a workload: of its namespace, first one with a selector that matches, then one without;
 * else the one without selector of the root namespace. Older ones first; nothing is merged. For gateways there is none.
 */
export function sidecarOf(model: MeshModel, workload: Workload): Sidecar | undefined {
  if (isGatewayProxy(workload)) { return undefined; }
  let known = chosen.get(model);
  if (known === undefined) { chosen.set(model, known = new Map()); }
  if (!known.has(workload)) {
    const own = maySelect(model.sidecars.in(workload.namespace), workload, ({ workloadSelector }) => workloadSelector);
    known.set(workload,
      own.find(sidecar => sidecar.workloadSelector !== undefined && selects(sidecar.workloadSelector, workload.labels))
      ?? own.find(sidecar => sidecar.workloadSelector === undefined)
      ?? model.sidecars.in(model.meshConfig.rootNamespace).find(sidecar => sidecar.workloadSelector === undefined));
  }
  return known.get(workload);
}

/** What becomes of traffic to what the proxy does not know. */
export function outboundMode(model: MeshModel, sidecar: Sidecar | undefined): OutboundMode {
  return sidecar?.outboundMode ?? model.meshConfig.outboundMode;
}

/** What a proxy knows of the mesh. A gateway is like a sidecar to which no Sidecar applies. */
export class Scope {
  private importedRoutes?: readonly VirtualService[];

  public constructor(private readonly model: MeshModel, public readonly namespace: string, public readonly sidecar: Sidecar | undefined) {}

  /**
   * Where the port of a service is imported, so that callers may ask for its host: a path in the Sidecar; undefined where
   * it is not. What an imported VirtualService leads to is known as well, but only by way of that VirtualService's hosts.
   */
  public imports(service: Service, port: ServicePort): string | undefined {
    if (!exportedTo(service, service.exportTo, this.model.meshConfig.serviceExportTo, this.namespace)) { return undefined; }
    const listeners = this.sidecar?.egress;
    if (listeners === undefined) { return ''; }
    return listenersFor(listeners, port).find(listener => this.selectsService(listener, service) && admitsPort(listener, port))?.path;
  }

  /** Whether the proxy has a cluster for the port of a service: it is imported, or comes with a VirtualService, by a listener that admits it. */
  public hasCluster(service: Service, port: ServicePort, route: VirtualService | undefined): boolean {
    const listeners = this.sidecar?.egress;
    return listeners === undefined || listeners.some(listener => admitsPort(listener, port)
      && (this.selectsService(listener, service) || (route !== undefined && this.selectsRouteBy(listener, route))));
  }

  /** The VirtualServices for sidecars that the proxy knows, in the order in which they claim hosts. */
  public virtualServices(): readonly VirtualService[] {
    this.importedRoutes ??= this.collectVirtualServices();
    return this.importedRoutes;
  }

  /** Whether the proxy knows the VirtualService, as one for sidecars. */
  public importsRoutes(route: VirtualService): boolean {
    return route.gateways.includes('mesh')
      && exportedTo(route, route.exportTo, this.model.meshConfig.virtualServiceExportTo, this.namespace) && this.selectsRoute(route);
  }

  /** Services that share a host: that of the workload's own namespace is meant, then Kubernetes', then the older one. */
  public prefers(service: Service): boolean {
    const rivals = servicesWithHost(this.model, service.host).filter(other =>
      exportedTo(other, other.exportTo, this.model.meshConfig.serviceExportTo, this.namespace));
    const best = rivals.find(other => other.namespace === this.namespace) ?? rivals.find(other => other.exposure !== 'entry') ?? rivals[0];
    return best === service;
  }

  private collectVirtualServices(): readonly VirtualService[] {
    const { virtualServiceExportTo } = this.model.meshConfig;
    const rank = (route: VirtualService): number => {
      const list = route.exportTo === undefined || route.exportTo.length === 0 ? virtualServiceExportTo : route.exportTo;
      return list.includes('*') ? 2 : list.includes('.') ? 0 : 1;
    };
    const all = virtualServicesOf(this.model);
    const imports = this.sidecar?.egress?.flatMap(({ hosts }) => hosts.map(entry => hostOf(entry, this.namespace)));
    return (imports === undefined ? all : mayOverlap(all, imports))
      .filter(route => this.importsRoutes(route))
      .map(route => ({ route, rank: rank(route) }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ route }) => route);
  }

  private selectsService(listener: EgressListener, service: Service): boolean {
    return listener.hosts.some(entry => {
      const { namespace, host } = hostOf(entry, this.namespace);
      return (namespace === '*' || namespace === service.namespace) && hostWithin(service.host, host);
    });
  }

  private selectsRoute(route: VirtualService): boolean {
    const listeners = this.sidecar?.egress;
    return listeners === undefined || listeners.some(listener => this.selectsRouteBy(listener, route));
  }

  private selectsRouteBy(listener: EgressListener, route: VirtualService): boolean {
    return listener.hosts.some(entry => {
      const { namespace, host } = hostOf(entry, this.namespace);
      return (namespace === '*' || namespace === route.namespace) && route.hosts.some(own => hostsOverlap(own, host));
    });
  }
}

const scopes = new WeakMap<MeshModel, Map<Workload, Scope>>();
const unbound = new WeakMap<MeshModel, Map<string, Scope>>();

/** What the sidecar of a workload knows. */
export function scopeOf(model: MeshModel, workload: Workload): Scope {
  let known = scopes.get(model);
  if (known === undefined) { scopes.set(model, known = new Map()); }
  let scope = known.get(workload);
  if (scope === undefined) {
    const sidecar = sidecarOf(model, workload);
    known.set(workload, scope = sidecar === undefined ? unboundScope(model, workload.namespace) : new Scope(model, workload.namespace, sidecar));
  }
  return scope;
}

/** What a sidecar of a namespace knows to which no Sidecar applies. */
export function unboundScope(model: MeshModel, namespace: string): Scope {
  let known = unbound.get(model);
  if (known === undefined) { unbound.set(model, known = new Map()); }
  let scope = known.get(namespace);
  if (scope === undefined) { known.set(namespace, scope = new Scope(model, namespace, undefined)); }
  return scope;
}

function admitsPort(listener: EgressListener, port: ServicePort): boolean {
  return listener.port === undefined || listener.port === port.port;
}

/** A listener for a port number has all HTTP of that port: what a listener without port imports is not found there. */
function listenersFor(listeners: readonly EgressListener[], port: ServicePort): readonly EgressListener[] {
  const own = listeners.filter(listener => listener.port === port.port);
  return port.protocol === 'http' && own.length > 0 ? own : listeners;
}
