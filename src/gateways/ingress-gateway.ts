import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { GatewayCertificateNeeds, ICertifiedGateway } from './certified-gateway';
import { checkGateway } from './gateway-check';
import { installationOf, installationProblems } from './gateway-installation';
import type { Serving } from './gateway-servers';
import { certificateNeeds, declaredGateway, gatewaySpec, portProblem, servingPort } from './gateway-servers';
import type { GatewayHosts } from './gateway-virtual-service';
import { gatewayVirtualService } from './gateway-virtual-service';
import type { ExposedHosts } from './ingress-gateway-problems';
import { connectionProblems, narrowingProblems, overlapProblems, requestProblems } from './ingress-gateway-problems';
import type { IngressGatewayProps } from './ingress-gateway-props';
import type { SharedGatewayConfig } from './shared-gateway';
import { servingOf } from './shared-gateway';
import { relied, sharedProblems } from './shared-gateway-use';
import type { Call } from '../calls/call';
import type { CallGrant } from '../calls/call-grant';
import { CallGraph } from '../calls/call-graph';
import type { ICallee } from '../calls/callee';
import type { CallerConfig, ICaller } from '../calls/caller';
import { Calls } from '../calls/calls';
import type { GatewayInstallation } from '../mesh/gateway-installation';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { PolicyIndex } from '../policies/policy-index';
import { hostWithinHosts } from '../private/gateway-host';
import { MeshObject } from '../private/mesh-object';
import { dnsLabelProblem, dnsSubdomainProblem, gatewayHostProblem, sorted, sortedUnique } from '../private/naming';
import { isPortNumber } from '../private/port-number';
import { Synthesis } from '../private/synthesis';
import { ProvedGateways } from '../proof/gateways';
import { TrafficRegistry } from '../traffic/traffic-registry';

/**
 * Hosts on a gateway that the platform brings, and what is exposed on them. Callees admit the gateway's identity, for
 * exactly the exposed methods and paths, and hosts where calls name them.
 *
 * Its VirtualServices carry the weights of canaries too: at a gateway, the mesh's VirtualService means nothing.
 */
export class IngressGateway extends Construct implements ICaller, ICertifiedGateway {
  /** The Gateway object; emitted unless a shared gateway serves the hosts. */
  public readonly gateway: ApiObject;

  /** The VirtualService of all hosts of which nothing in particular is exposed; emitted only if something is exposed on them. */
  public readonly virtualService: ApiObject;

  private readonly props: IngressGatewayProps;
  private readonly namespace: SecureNamespace;
  private readonly calls: Calls;
  /** The VirtualServices of hosts on which something in particular is exposed. */
  private readonly byHost = new Map<string, MeshObject>();

  public constructor(scope: Construct, id: string, props: IngressGatewayProps) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    this.gateway = new MeshObject(this, 'Gateway', {
      kind: 'Gateway',
      name: id,
      spec: () => gatewaySpec(this.serving),
      emitted: () => !props.sharedGateway,
    });
    this.virtualService = this.addVirtualService('VirtualService', id, () => this.commonHosts);
    this.calls = Calls._of(this, this);
    Synthesis.of(this).addCheck(this, () => this.problems());
    ProvedGateways.of(this).add(() => (this.shared ? relied(this.namespace, this.shared, this.serving)
      : { mesh: this.namespace.mesh, gateway: declaredGateway(this.namespace.namespaceName, this, this.serving) }));
    checkGateway(this);
  }

  /**
   * Expose a service: requests of these kinds reach it through the gateway, and no others. Calls `onHosts()` of the gateway
   * are exposed on these hosts only, and the service admits no others.
   *
   * @param callee the service; its weights are followed if it is a canary
   * @param calls what may be asked of it; at least one, all of them requests or all connections (`TcpCall`)
   */
  public expose(callee: ICallee, ...calls: Call[]): CallGrant {
    for (const host of calls.flatMap(call => call._operation?.hosts ?? [])) {
      if (!this.byHost.has(host)) {
        const name = `${this.node.id}-${host.toLowerCase().replace('*', 'wildcard')}`;
        this.byHost.set(host, this.addVirtualService(`VirtualService ${host}`, name, () => [host]));
      }
    }
    return this.calls.to(callee, ...calls);
  }

  /** The VirtualService that speaks for a host, to patch it; undefined for a host that is not served. */
  public virtualServiceOf(host: string): ApiObject | undefined {
    return this.byHost.get(host) ?? (this.commonHosts.includes(host) ? this.virtualService : undefined);
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    const { namespace, serviceAccount, podLabels } = this.installation;
    return [{
      name: this.node.path,
      namespace,
      serviceAccount,
      trustDomain: this.namespace.mesh.trustDomain,
      podLabels,
      meshed: true,
      routes: true,
      gateway: this.boundName,
      gatewayHosts: this.hosts,
    }];
  }

  /**
   * Its hosts as policies compare them, with a port and without.
   * @internal
   */
  public get _hostPatterns(): string[] | undefined {
    return this.hosts.includes('*') ? undefined : this.hosts.flatMap(host => (host.startsWith('*') ? [host] : [host, `${host}:*`]));
  }

  /** @see ICertifiedGateway.toCertificateNeeds() */
  public toCertificateNeeds(): GatewayCertificateNeeds {
    return certificateNeeds(this.hosts, this.installation, this.props.tls);
  }

  private get shared(): SharedGatewayConfig | undefined {
    return this.props.sharedGateway?.toSharedGatewayConfig();
  }

  private get gatewayName(): string {
    return (this.shared ?? this.props).gateway ?? 'ingressgateway';
  }

  private get installation(): GatewayInstallation {
    return installationOf(this.namespace.mesh, this.gatewayName);
  }

  /** How VirtualServices bind to the Gateway. */
  private get boundName(): string {
    return this.shared ? `${this.shared.namespace}/${this.shared.name}` : `${this.namespace.namespaceName}/${this.node.id}`;
  }

  private get hosts(): string[] {
    return sortedUnique(this.props.hosts);
  }

  /** The hosts of which nothing in particular is exposed. */
  private get commonHosts(): string[] {
    return this.hosts.filter(host => !this.byHost.has(host));
  }

  private get exposed() {
    // Copies follow from what is exposed.
    return CallGraph.of(this).outgoing(this.node.path).filter(({ copyOf }) => copyOf === undefined);
  }

  private get speaks(): Serving['speaks'] {
    const { exposed, props: { tls } } = this;
    return tls?._mode === 'PASSTHROUGH' || (exposed.length > 0 && exposed.every(({ operation }) => !operation)) ? 'connections' : 'requests';
  }

  private get serving(): Serving {
    const { props: { tls, httpsRedirect = true, port }, shared } = this;
    if (shared) {
      return servingOf(this.namespace, shared, this.hosts.map(host => `${this.namespace.namespaceName}/${host}`));
    }
    return {
      installation: this.installation,
      // Only VirtualServices of this namespace may bind to the hosts.
      hosts: this.hosts.map(host => `./${host}`),
      ...tls ? { tls } : {},
      ...port === undefined ? {} : { port },
      httpsRedirect,
      speaks: this.speaks,
    };
  }

  private addVirtualService(constructId: string, name: string, hosts: () => string[]): MeshObject {
    const virtualService = new MeshObject(this, constructId, {
      kind: 'VirtualService',
      name,
      spec: () => gatewayVirtualService(this.groupOf(hosts()), TrafficRegistry.of(this)),
      emitted: () => hosts().length > 0 && this.groupOf(hosts()).exposed.length > 0,
    });
    PolicyIndex.of(this).addCaller(this.node.path, virtualService);
    return virtualService;
  }

  /** What is exposed on hosts of one VirtualService. */
  private groupOf(hosts: readonly string[]): GatewayHosts {
    const { serving } = this;
    return {
      hosts,
      gateway: this.boundName,
      exposed: this.exposed.filter(({ operation }) => !operation?.hosts || hosts.every(host => hostWithinHosts(host, operation.hosts!))),
      ...serving.speaks === 'connections' ? { connections: { port: servingPort(serving), passthrough: serving.tls?._mode === 'PASSTHROUGH' } } : {},
    };
  }

  private problems(): string[] {
    const { props, hosts, exposed, shared, serving, namespace } = this;
    const groups: ExposedHosts[] = [this.commonHosts, ...sorted(this.byHost.keys()).map(host => [host])]
      .filter(group => group.length > 0).map(group => this.groupOf(group));
    const problems = [
      dnsLabelProblem('name', this.node.id),
      ...shared ? sharedProblems(namespace, shared, props)
        : installationProblems(namespace.mesh, this.gatewayName, namespace.namespaceName),
      props.hosts.length === 0 ? "has no hosts; name at least one, or '*' for any host." : undefined,
      ...props.hosts.map(gatewayHostProblem),
      ...overlapProblems(hosts),
      ...props.tls?._problems ?? [],
      props.port === undefined || isPortNumber(props.port) ? undefined : `port ${props.port} is no port; use a whole number from 1 to 65535.`,
      shared ? undefined : portProblem(serving),
      ...narrowingProblems(hosts, exposed),
      ...[...this.byHost.values()].map(({ name }) => (name.length > 253 ? dnsSubdomainProblem('VirtualService', name) : undefined)),
      ...connectionProblems(exposed, {
        hosts,
        tls: serving.tls,
        port: props.port,
        httpsRedirect: props.httpsRedirect,
        httpOnly: shared !== undefined && serving.speaks === 'requests',
      }),
      ...serving.speaks === 'requests' ? requestProblems(groups, TrafficRegistry.of(this), this.boundName) : [],
    ];
    return [...new Set(problems.filter(problem => problem !== undefined))];
  }
}
