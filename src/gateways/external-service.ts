import { isIP } from 'node:net';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ExternalAddresses } from './external-addresses';
import type { ExternalPort } from './external-port';
import { externalPortProblems } from './external-port';
import { AppProtocol } from '../calls/app-protocol';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig, ICallee } from '../calls/callee';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { claim } from '../private/claims';
import type { MeshKinds } from '../private/mesh-object';
import { MeshObject } from '../private/mesh-object';
import { dnsLabelProblem, dnsSubdomainProblem, gatewayHostProblem, sorted, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { ServiceTraffic } from '../traffic/service-traffic';

/** A service outside of the cluster. */
export interface ExternalServiceProps {
  /** Its fully qualified name, such as 'www.googleapis.com': the one that callers use. */
  readonly host: string;

  /** Its ports. */
  readonly ports: ExternalPort[];

  /**
   * The addresses of its servers, if they are fixed; proxies then ask no DNS.
   * @default - found by DNS, by its name
   */
  readonly endpoints?: string[];

  /**
   * Where it answers, for NetworkPolicy, which knows no names. An error if it is left out without `endpoints`.
   * @default - its `endpoints`
   */
  readonly addresses?: ExternalAddresses;

  /**
   * The namespaces whose proxies may know it: names, '.' for the one in which it is declared, or '*' for all.
   * @default ['.']
   */
  readonly exportTo?: string[];
}

/**
 * A service outside of the cluster, as a callee: proxies of its callers know it, and no others; NetworkPolicies open its
 * addresses and ports for them. Outside of the mesh nothing enforces methods and paths, so calls are `HttpCall.any()` or
 * `TcpCall.port()`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ExternalService extends Construct implements ICallee {
  /** The ServiceEntry. */
  public readonly serviceEntry: ApiObject;

  /** What is done to the requests of its callers, by their own proxies. */
  public readonly traffic: ServiceTraffic;

  private readonly props: ExternalServiceProps;
  private readonly namespace: SecureNamespace;

  public constructor(scope: Construct, id: string, props: ExternalServiceProps) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    claim(this, `external service of namespace '${this.namespace.namespaceName}'`, props.host, 'declare it once, with all of its ports');
    for (const port of props.ports.filter(({ protocol }) => protocol === AppProtocol.TCP)) {
      sortedUnique(props.endpoints ?? []).forEach(address =>
        claim(this, `address for TCP of namespace '${this.namespace.namespaceName}'`, `${address} port ${port.port}`, 'proxies could not tell them apart; declare it once'));
    }
    this.serviceEntry = new MeshObject(this, 'ServiceEntry', { kind: 'ServiceEntry', name: id, spec: () => this.spec });
    this.traffic = ServiceTraffic._of(this, id, {
      host: () => props.host,
      ports: () => this.toCalleeConfigs()[0].ports,
      callee: () => this.toCalleeConfigs()[0],
      meshed: () => false,
      exportTo: this.exportTo,
      versioned: false,
      versions: () => [],
    });
    for (const port of props.ports) {
      port.clientTls && this.traffic.clientTls(port.clientTls, { port: port.name });
    }
    Synthesis.of(this).addCheck(this, () => this.problems());
  }

  /** Its fully qualified name. */
  public get host(): string {
    return this.props.host;
  }

  /** @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    return [{
      name: this.node.path,
      namespace: this.namespace.namespaceName,
      host: this.host,
      ports: this.props.ports.map(port => port._toCalleePort()),
      podLabels: {},
      addresses: [...this.addresses._blocks],
      trustDomains: [],
      authorizes: false,
    }];
  }

  private get addresses(): ExternalAddresses {
    return this.props.addresses ?? ExternalAddresses.of(...(this.props.endpoints ?? []).map(address => `${address}/${isIP(address) === 6 ? 128 : 32}`));
  }

  private get exportTo(): string[] {
    return sortedUnique(this.props.exportTo ?? ['.']);
  }

  private get spec(): MeshKinds['ServiceEntry'] {
    const { host, ports, endpoints } = this.props;
    return {
      hosts: [host],
      // Without an address, a port for TCP would take connections to any address.
      ...endpoints && ports.some(({ protocol }) => protocol === AppProtocol.TCP) ? { addresses: sortedUnique(endpoints) } : {},
      ports: sorted(ports, ({ port }) => String(port).padStart(5, '0')).map(({ name, port, targetPort, protocol }) => ({
        number: port, name, protocol: protocol.toUpperCase(), ...targetPort === port ? {} : { targetPort },
      })),
      location: 'MESH_EXTERNAL',
      resolution: endpoints ? 'STATIC' : 'DNS',
      ...endpoints ? { endpoints: sortedUnique(endpoints).map(address => ({ address })) } : {},
      exportTo: this.exportTo,
    };
  }

  private problems(): string[] {
    const { host, ports, endpoints, addresses } = this.props;
    const tcp = ports.find(({ protocol }) => protocol === AppProtocol.TCP);
    return [
      dnsSubdomainProblem('name', this.node.id),
      this.hostProblem(host),
      ...externalPortProblems(ports),
      endpoints?.length === 0 ? "'endpoints' is empty, so nothing answers; name at least one address, or leave it out." : undefined,
      ...(endpoints ?? []).map(address => (isIP(address) === 0 ? `endpoint '${address}' is no address; write for example '203.0.113.7'.` : undefined)),
      ...endpoints === undefined && addresses === undefined
        ? ["says nothing of its addresses, and a NetworkPolicy knows no names; give 'addresses', with ExternalAddresses.of() or, for any public one, ExternalAddresses.anyPublic()."]
        : addresses?._problems ?? [],
      tcp && endpoints === undefined
        ? `port '${tcp.name}' speaks tcp, which proxies tell from other connections by its address alone; give 'endpoints', or a port for TLS.` : undefined,
      ...this.exportProblems(),
      ...this.callerProblems(),
    ].filter(problem => problem !== undefined);
  }

  private hostProblem(host: string): string | undefined {
    if (host.startsWith('*')) {
      return `host '${host}' is for many services, which is not supported; declare each by its name.`;
    }
    const { clusterDomain } = this.namespace.mesh.platform;
    const [, namespace] = host.split('.');
    const own = host.endsWith(`.svc.${clusterDomain}`) && this.node.root.node.children.some(child =>
      SecureNamespace.isSecureNamespace(child) && child.namespaceName === namespace);
    return gatewayHostProblem(host) ?? (own ? `host '${host}' is that of a Service of namespace '${namespace}', which this app declares; call the construct that declares it.` : undefined);
  }

  private exportProblems(): string[] {
    const { exportTo } = this;
    const own = this.namespace.namespaceName;
    return [
      ...exportTo.length === 0 ? ["'exportTo' is empty, so nobody would know it; name namespaces, or leave it out for its own."] : [],
      ...exportTo.includes('*') && exportTo.length > 1 ? ["'exportTo' names '*' beside others; '*' is all of them, leave the others out."] : [],
      ...exportTo.includes('.') && exportTo.includes(own) ? [`'exportTo' names '.' and '${own}', which is the same; name one of them.`] : [],
      ...exportTo.filter(name => name !== '.' && name !== '*').map(name => dnsLabelProblem('namespace', name)).filter(problem => problem !== undefined),
    ];
  }

  private callerProblems(): string[] {
    const { exportTo } = this;
    const known = exportTo.map(name => (name === '.' ? this.namespace.namespaceName : name));
    return sortedUnique(CallGraph.of(this).incoming(this.node.path).flatMap(({ caller, port }) => [
      ...known.includes('*') || known.includes(caller.namespace) ? []
        : [`is called by '${caller.name}' of namespace '${caller.namespace}', whose proxies do not know it; name the namespace in 'exportTo', or declare it there.`],
      ...caller.gateway === undefined ? [] : [`is exposed by gateway '${caller.name}', which is not supported; expose a workload.`],
      ...caller.meshed || (port.targetPort === port.port && !this.props.ports.some(({ name, clientTls }) => name === port.name && clientTls)) ? []
        : [`is called by '${caller.name}', which has no proxy that would ${port.targetPort === port.port ? 'put TLS on' : `connect to port ${port.targetPort}`}; inject a sidecar.`],
    ]));
  }
}
