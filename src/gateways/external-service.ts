import { isIP } from 'node:net';
import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { EgressGateway } from './egress-gateway';
import type { EgressHost } from './egress-routes';
import { gatewayVirtualService, subsetOf } from './egress-routes';
import { ExternalAddresses } from './external-addresses';
import { egressPortsOf, kindOf, passing } from './external-passage';
import type { ExternalPort } from './external-port';
import { externalServiceProblems, isExternalPort } from './external-problems';
import { serviceEntry } from './service-entry';
import { AppProtocol } from '../calls/app-protocol';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig, ICallee } from '../calls/callee';
import type { DeclaredCall } from '../calls/declared-call';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { PolicyIndex } from '../policies/policy-index';
import { claim } from '../private/claims';
import { MeshObject } from '../private/mesh-object';
import { dnsSubdomainProblem, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { AppProof } from '../proof/app-proof';
import { ServiceTraffic } from '../traffic/service-traffic';

/** A service outside of the cluster. */
export interface ExternalServiceProps {
  /**
   * Its fully qualified name, such as 'www.googleapis.com': the one that callers use; or, for every name of a domain,
   * '*.example.com'.
   */
  readonly host: string;

  /** Its ports. */
  readonly ports: ExternalPort[];

  /**
   * The addresses of its servers, if they are fixed; proxies then ask no DNS.
   * @default - found by DNS, by its name
   */
  readonly endpoints?: string[];

  /**
   * Where it answers, for NetworkPolicy, which knows no names. An error if it is left out without `endpoints`, or if it is called
   * directly, there is room for others in them, and nobody says why that is accepted (`because()`).
   * @default - its `endpoints`
   */
  readonly addresses?: ExternalAddresses;

  /**
   * The namespaces whose proxies may know it: names, '.' for the one in which it is declared, or '*' for all.
   * @default ['.']
   */
  readonly exportTo?: string[];

  /**
   * The gateway by which calls go out. Methods, paths and conditions are then enforced, and nothing outside is open to callers.
   * @default - callers' pods reach it directly, and nothing but host and port is enforced, by their own proxies
   */
  readonly through?: EgressGateway;
}

/**
 * A service outside of the cluster, as a callee: proxies of its callers know it, and no others.
 *
 * Called directly, NetworkPolicies open its addresses and ports for the callers, and nothing enforces methods and paths, so calls are
 * `HttpCall.any()` or `TcpCall.port()`. `through` an EgressGateway, calls say what they like of requests, and only the gateway
 * reaches the addresses.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export class ExternalService extends Construct implements ICallee {
  /** The ServiceEntry. */
  public readonly serviceEntry: ApiObject;

  /** What is done to the requests of its callers, by their own proxies. */
  public readonly traffic: ServiceTraffic;

  /** The VirtualService by which the gateway passes calls on; undefined without one. */
  public readonly gatewayVirtualService?: ApiObject;

  private readonly props: ExternalServiceProps;
  private readonly namespace: SecureNamespace;
  private readonly ports: readonly ExternalPort[];

  public constructor(scope: Construct, id: string, props: ExternalServiceProps) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    this.ports = props.ports.filter(isExternalPort);
    claim(this, `external service of namespace '${this.namespace.namespaceName}'`, props.host, 'declare it once, with all of its ports');
    for (const port of this.ports.filter(({ protocol }) => protocol === AppProtocol.TCP)) {
      sortedUnique(props.endpoints ?? []).forEach(address =>
        claim(this, `address for TCP of namespace '${this.namespace.namespaceName}'`, `${address} port ${port.port}`, 'proxies could not tell them apart; declare it once'));
    }
    this.serviceEntry = new MeshObject(this, 'ServiceEntry', {
      kind: 'ServiceEntry',
      name: id,
      spec: () => serviceEntry({ ...props, ports: this.ports, exportTo: this.exportTo, istioVersion: this.namespace.mesh.istioVersion }),
    });
    const { through } = props;
    this.traffic = ServiceTraffic._of(this, id, {
      host: () => props.host,
      ports: () => this.ports.map(port => port._toCalleePort()),
      // What is outside authorizes nobody, and has no proxy of the mesh.
      callee: () => ({ ...this.toCalleeConfigs()[0], trustDomains: [], authorizes: false }),
      meshed: () => false,
      exportTo: this.exportTo,
      routesExportTo: this.writtenExportTo(this.props.exportTo ?? ['.']),
      versioned: false,
      versions: () => [],
      ...through ? {
        detourOf: port => ({ host: through._toCalleeConfig().host, subset: subsetOf(props.host), port: through._ports[kindOf(port)].port }),
      } : {},
    });
    for (const port of this.ports) {
      port.clientTls && this.traffic.clientTls(port.clientTls, { port: port.name });
    }
    this.gatewayVirtualService = through && this.goOutBy(through);
    Synthesis.of(this).addCheck(this, () => [
      ...[dnsSubdomainProblem('name', this.node.id)].filter(problem => problem !== undefined),
      ...externalServiceProblems(props, this.ports, this.namespace),
      ...this.callerProblems(),
    ]);
    AppProof.of(this).assume(mesh => (mesh === this.namespace.mesh ? this.accepted() : []));
  }

  /** Its fully qualified name, or that of a domain with '*.' before it. */
  public get host(): string {
    return this.props.host;
  }

  /** @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    const gateway = this.props.through?._toCalleeConfig();
    return [{
      name: this.node.path,
      namespace: this.namespace.namespaceName,
      host: this.host,
      ports: this.ports.map(port => port._toCalleePort()),
      podLabels: {},
      addresses: [...this.addresses._blocks],
      // Whoever authorizes is the gateway.
      trustDomains: gateway?.trustDomains ?? [],
      authorizes: gateway?.authorizes ?? false,
    }];
  }

  private goOutBy(gateway: EgressGateway): ApiObject {
    claim(this, `host of egress gateway '${gateway.node.path}'`, this.host,
      "declare it once, and name the namespaces of all callers in 'exportTo'");
    const route = (): EgressHost => ({
      host: this.host, namespace: this.namespace.namespaceName, ports: egressPortsOf(this.ports.map(port => port._toCalleePort())),
    });
    gateway._addRoute({ host: route, knownTo: () => this.resolved(this.props.exportTo ?? ['.']) });
    CallGraph.of(this).split(this.node.path, call => passing(call, gateway));
    const virtualService = new MeshObject(this, 'GatewayVirtualService', {
      kind: 'VirtualService',
      name: `${this.node.id}-by-${gateway.node.id}`,
      spec: () => ({
        ...gatewayVirtualService(route(), gateway._boundName, gateway._ports),
        exportTo: [gateway._namespaceName === this.namespace.namespaceName ? '.' : gateway._namespaceName],
      }),
    });
    PolicyIndex.of(this).addCallee(this.node.path, virtualService, ...PolicyIndex.of(this).calleeObjects(gateway.node.path));
    return virtualService;
  }

  private get addresses(): ExternalAddresses {
    return this.props.addresses ?? ExternalAddresses.of(...(this.props.endpoints ?? []).map(address => `${address}/${isIP(address) === 6 ? 128 : 32}`));
  }

  /** The namespaces whose proxies must know it: those of callers, and the gateway's. */
  private get exportTo(): string[] {
    const { exportTo = ['.'], through } = this.props;
    const beside = through && !exportTo.includes('*') && !this.resolved(exportTo).includes(through._namespaceName) ? [through._namespaceName] : [];
    return this.writtenExportTo([...exportTo, ...beside]);
  }

  private writtenExportTo(names: readonly string[]): string[] {
    return sortedUnique(names.map(name => (name === this.namespace.namespaceName ? '.' : name)));
  }

  private resolved(exportTo: readonly string[]): string[] {
    return exportTo.map(name => (name === '.' ? this.namespace.namespaceName : name));
  }

  /** Who calls it, directly or by the gateway. */
  private get incoming(): readonly DeclaredCall[] {
    const { through } = this.props;
    return through ? CallGraph.of(this).incoming(through.node.path).filter(({ passage }) => passage?.service.name === this.node.path)
      : CallGraph.of(this).incoming(this.node.path);
  }

  private callerProblems(): string[] {
    const known = this.resolved(this.props.exportTo ?? ['.']);
    const direct = this.props.through === undefined;
    return sortedUnique(this.incoming.flatMap(({ caller, port }) => [
      ...known.includes('*') || known.includes(caller.namespace) ? []
        : [`is called by '${caller.name}' of namespace '${caller.namespace}', whose proxies do not know it; name the namespace in 'exportTo', or declare it there.`],
      ...caller.gateway === undefined ? [] : [`is exposed by gateway '${caller.name}', which is not supported; expose a workload.`],
      ...direct || caller.meshed ? []
        : [`is called by '${caller.name}', which has no proxy that would bring it to the gateway; inject a sidecar.`],
      ...!direct || caller.meshed || (port.targetPort === port.port && !this.ports.some(one => one.name === port.name && one.clientTls)) ? []
        : [`is called by '${caller.name}', which has no proxy that would ${port.targetPort === port.port ? 'put TLS on' : `connect to port ${port.targetPort}`}; inject a sidecar.`],
      ...direct && this.addresses._reason === undefined && this.addresses._shared.length > 0
        ? [`is called directly by '${caller.name}', which opens ${blocksText(this.addresses)} on port ${port.targetPort} to it, whoever answers there, since NetworkPolicy knows no names; `
          + "say why that is accepted with addresses.because('…'), give its single addresses, or let it go out 'through' an EgressGateway."] : [],
    ]));
  }

  /** What its callers are open to beside it, and why that is accepted. */
  private accepted(): string[] {
    const { _reason: reason, _shared: shared } = this.addresses;
    const callers = sortedUnique(this.props.through ? [] : this.incoming.map(({ caller }) => `'${caller.name}'`));
    return reason === undefined || shared.length === 0 || callers.length === 0 ? []
      : [`pods of ${callers.join(', ')} may reach whoever answers at ${blocksText(this.addresses)}, for '${this.host}', which is accepted: ${reason}`];
  }
}

function blocksText({ _shared: shared }: ExternalAddresses): string {
  return shared.map(({ cidr, except }) => `${cidr}${except ? ' (but for private networks)' : ''}`).join(', ');
}
