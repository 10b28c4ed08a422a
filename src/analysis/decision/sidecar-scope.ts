import { hostsOverlap, hostWithin } from '../hosts';
import type { EgressHost, EgressListener, MeshModel, OutboundMode, Service, ServicePort, Sidecar, VirtualService, Workload } from '../model';
import { hostOf, selects } from '../model';
import { virtualServicesOf } from './delegates';
import { oncePer } from './once';
import { isGatewayProxy } from './proxies';
import { mayOverlap, maySpeakFor } from './route-index';
import { maySelect } from './selector-index';
import { servicesWithHost } from './services';
import { exportedTo } from './visibility';

/**
 * The one Sidecar that applies to a workload: of its namespace, first one with a selector that matches, then one without;
 * else the one without selector of the root namespace. Older ones first; nothing is merged. For gateways there is none.
 */
export const sidecarOf = oncePer((model, workload: Workload): Sidecar | undefined => {
  if (isGatewayProxy(workload)) { return undefined; }
  const own = maySelect(model.sidecars.in(workload.namespace), workload, ({ workloadSelector }) => workloadSelector);
  return own.find(sidecar => sidecar.workloadSelector !== undefined && selects(sidecar.workloadSelector, workload.labels))
    ?? own.find(sidecar => sidecar.workloadSelector === undefined)
    ?? model.sidecars.in(model.meshConfig.rootNamespace).find(sidecar => sidecar.workloadSelector === undefined);
});

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
    if (!this.sees(service)) { return undefined; }
    const listeners = this.sidecar?.egress;
    if (listeners === undefined) { return ''; }
    return listenersFor(listeners, port).find(listener => admitsPort(listener, port) && this.selectsService(listener, service))?.path;
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

  /** Those of them that speak for a host, where few hosts of many are asked for. */
  public virtualServicesFor(host: string): readonly VirtualService[] {
    return this.inOrder(maySpeakFor(virtualServicesOf(this.model), host)
      .filter(route => route.hosts.some(own => hostWithin(host, own)) && this.importsRoutes(route)));
  }

  /** Whether the proxy knows the VirtualService, as one for sidecars. */
  public importsRoutes(route: VirtualService): boolean {
    return route.gateways.includes('mesh')
      && exportedTo(route, route.exportTo, this.model.meshConfig.virtualServiceExportTo, this.namespace) && this.selectsRoute(route);
  }

  /** Services that share a host: that of the workload's own namespace is meant, then Kubernetes', then the older one. */
  public prefers(service: Service): boolean {
    return this.serviceOf(service.host) === service;
  }

  /** The service that a host means. */
  public serviceOf(host: string): Service | undefined {
    const rivals = servicesWithHost(this.model, host).filter(other => this.sees(other));
    return rivals.length < 2 ? rivals[0]
      : rivals.find(other => other.namespace === this.namespace) ?? rivals.find(other => other.exposure !== 'entry') ?? rivals[0];
  }

  private collectVirtualServices(): readonly VirtualService[] {
    const all = virtualServicesOf(this.model);
    const imports = this.sidecar?.egress?.flatMap(({ hosts }) => hosts.map(entry => hostOf(entry, this.namespace)));
    return this.inOrder((imports === undefined ? all : mayOverlap(all, imports)).filter(route => this.importsRoutes(route)));
  }

  /** Those that are exported to the namespace alone come before those that are for some, and these before those that are for all. */
  private inOrder(routes: VirtualService[]): readonly VirtualService[] {
    if (routes.length < 2) { return routes; }
    const { virtualServiceExportTo } = this.model.meshConfig;
    const rank = (route: VirtualService): number => {
      const list = route.exportTo === undefined || route.exportTo.length === 0 ? virtualServiceExportTo : route.exportTo;
      return list.includes('*') ? 2 : list.includes('.') ? 0 : 1;
    };
    return routes.sort((a, b) => rank(a) - rank(b));
  }

  private sees(service: Service): boolean {
    return exportedTo(service, service.exportTo, this.model.meshConfig.serviceExportTo, this.namespace);
  }

  private selectsService(listener: EgressListener, service: Service): boolean {
    return listener.hosts.some(entry => this.isOf(entry, service.namespace) && hostWithin(service.host, entry.host));
  }

  /** Is an entry about objects of a namespace? */
  private isOf(entry: EgressHost, namespace: string): boolean {
    return entry.namespace === '*' || (entry.namespace === '.' ? this.namespace : entry.namespace) === namespace;
  }

  private selectsRoute(route: VirtualService): boolean {
    const listeners = this.sidecar?.egress;
    return listeners === undefined || listeners.some(listener => this.selectsRouteBy(listener, route));
  }

  private selectsRouteBy(listener: EgressListener, route: VirtualService): boolean {
    return listener.hosts.some(entry => this.isOf(entry, route.namespace) && route.hosts.some(own => hostsOverlap(own, entry.host)));
  }
}

/** What the sidecar of a workload knows. */
export const scopeOf = oncePer((model, workload: Workload): Scope => {
  const sidecar = sidecarOf(model, workload);
  return sidecar === undefined ? unboundScope(model, workload.namespace) : new Scope(model, workload.namespace, sidecar);
});

/** What a sidecar of a namespace knows to which no Sidecar applies. */
export const unboundScope = oncePer((model, namespace: string) => new Scope(model, namespace, undefined));

function admitsPort(listener: EgressListener, port: ServicePort): boolean {
  return listener.port === undefined || listener.port === port.port;
}

/** A listener for a port number has all HTTP of that port: what a listener without port imports is not found there. */
function listenersFor(listeners: readonly EgressListener[], port: ServicePort): readonly EgressListener[] {
  if (port.protocol !== 'http' || listeners.every(listener => listener.port !== port.port)) { return listeners; }
  return listeners.filter(listener => listener.port === port.port);
}
