import type { CollectorOptions } from './collector-options';
import type { PlatformPeer } from '../mesh/platform-peer';
import { peerProblems } from '../mesh/platform-problems';
import { isPortNumber } from '../private/port-number';

/** A collector or an authorizer, as proxies and the network must know it. */
export class Collector {
  public constructor(private readonly options: CollectorOptions) {}

  /** What a Sidecar imports: 'namespace/host'. */
  public sidecarHost(clusterDomain: string): string {
    return `${this.namespaceOf(clusterDomain) ?? '*'}/${this.options.service}`;
  }

  /** What MeshConfig calls it: a host in the cluster is known by itself. */
  public meshService(clusterDomain: string): string {
    return this.inCluster(clusterDomain) ? this.options.service : this.sidecarHost(clusterDomain);
  }

  /** What a NetworkPolicy opens. */
  public peer(clusterDomain: string): PlatformPeer {
    const { cidrs, podLabels, targetPort, port } = this.options;
    const namespace = this.inCluster(clusterDomain) ? this.namespaceOf(clusterDomain) : undefined;
    return {
      ...namespace === undefined ? {} : { namespace },
      ...podLabels ? { podLabels } : {},
      ...cidrs ? { cidrs } : {},
      ports: [{ port: targetPort ?? port }],
    };
  }

  /** The namespace of its pods; undefined where it has none in the cluster. */
  public podNamespace(clusterDomain: string): string | undefined {
    return this.inCluster(clusterDomain) ? this.namespaceOf(clusterDomain) : undefined;
  }

  public problems(what: string, clusterDomain: string): string[] {
    const { service, port, namespace, podLabels, cidrs } = this.options;
    const inCluster = this.inCluster(clusterDomain);
    const named = inCluster ? service.split('.')[1] : undefined;
    const valid = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/.test(service) && !/\.\d+$/.test(service);
    return [
      valid && (inCluster || !service.endsWith(`.svc.${clusterDomain}`)) ? undefined
        : `${what}: service '${service}' is no fully qualified name; write one such as 'collector.observability.svc.${clusterDomain}'.`,
      isPortNumber(port) ? undefined : `${what} has port ${port}, which is not a port number; use 1 to 65535.`,
      named !== undefined && namespace !== undefined && namespace !== named
        ? `${what}: service '${service}' is of namespace '${named}', and 'namespace' says '${namespace}'; leave 'namespace' out.` : undefined,
      !inCluster && (namespace === undefined || !cidrs?.length)
        ? `${what}: service '${service}' is outside of the cluster; give the 'namespace' of its ServiceEntry and its 'cidrs'.` : undefined,
      !inCluster && podLabels ? `${what}: service '${service}' is outside of the cluster and has no pods; leave 'podLabels' out.` : undefined,
      ...inCluster || cidrs?.length ? peerProblems(what, this.peer(clusterDomain)) : [],
    ].filter(problem => problem !== undefined);
  }

  private inCluster(clusterDomain: string): boolean {
    const suffix = `.svc.${clusterDomain}`;
    return this.options.service.endsWith(suffix) && this.options.service.slice(0, -suffix.length).split('.').length === 2;
  }

  private namespaceOf(clusterDomain: string): string | undefined {
    return this.inCluster(clusterDomain) ? this.options.service.split('.')[1] : this.options.namespace;
  }
}
