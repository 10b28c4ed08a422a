import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { conflicts, gatewayRoutes } from './gateway-routes';
import type { GatewayTls } from './gateway-tls';
import type { Call } from '../calls/call';
import type { CallGrant } from '../calls/call-grant';
import { CallGraph } from '../calls/call-graph';
import type { ICallee } from '../calls/callee';
import type { CallerConfig, ICaller } from '../calls/caller';
import { Calls } from '../calls/calls';
import type { GatewayInstallation } from '../mesh/platform';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { PolicyIndex } from '../policies/policy-index';
import { claim } from '../private/claims';
import type { MeshKinds } from '../private/mesh-object';
import { MeshObject } from '../private/mesh-object';
import { dnsLabelProblem, gatewayHostProblem, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { TrafficRegistry } from '../traffic/traffic-registry';

/** What a certificate for a gateway is about, and where it must be. */
interface CertificateNeeds {
  readonly hosts: string[];
  readonly namespace: string;
  readonly credentialName?: string;
  readonly mutual: boolean;
}

type Server = NonNullable<MeshKinds['Gateway']['servers']>[number];

/** Hosts on a gateway of the platform. */
export interface IngressGatewayProps {
  /** The hosts that are served: dotted names such as 'shop.example.com', '*.example.com', or '*' for any host. */
  readonly hosts: string[];

  /**
   * The gateway's name among the platform's `ingressGateways`.
   * @default 'ingressgateway'
   */
  readonly gateway?: string;

  /**
   * How TLS is terminated.
   * @default - plain HTTP
   */
  readonly tls?: GatewayTls;

  /**
   * Are requests in plain HTTP redirected to HTTPS? Without, the port for HTTP is closed where there is TLS.
   * @default true
   */
  readonly httpsRedirect?: boolean;
}

const NOWHERE: GatewayInstallation = { namespace: 'unknown', serviceAccount: 'unknown', podLabels: { unknown: 'unknown' } };

/**
 * Hosts on a gateway that the platform brings, and what is exposed on them. Callees admit the gateway's identity, for
 * exactly the exposed methods and paths.
 *
 * Its VirtualService carries the weights of canaries too: at a gateway, the mesh's VirtualService means nothing.
 */
export class IngressGateway extends Construct implements ICaller {
  /** The Gateway object. */
  public readonly gateway: ApiObject;

  /** The VirtualService with what is exposed; emitted only if something is. */
  public readonly virtualService: ApiObject;

  private readonly props: IngressGatewayProps;
  private readonly namespace: SecureNamespace;
  private readonly calls: Calls;

  public constructor(scope: Construct, id: string, props: IngressGatewayProps) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    for (const host of new Set(props.hosts)) {
      claim(this, `host of gateway '${this.gatewayName}'`, host, 'expose everything of a host in one place');
    }
    this.gateway = new MeshObject(this, 'Gateway', {
      kind: 'Gateway',
      name: id,
      spec: () => ({ selector: { ...this.installation.podLabels }, servers: this.servers }),
    });
    const virtualService = new MeshObject(this, 'VirtualService', {
      kind: 'VirtualService',
      name: id,
      spec: () => ({
        hosts: this.hosts,
        gateways: [this.boundName],
        http: gatewayRoutes(this.exposed, TrafficRegistry.of(this), this.boundName).routes,
      }),
      emitted: () => this.exposed.length > 0,
    });
    this.virtualService = virtualService;
    PolicyIndex.of(this).addCaller(this.node.path, virtualService);
    this.calls = Calls._of(this, this);
    Synthesis.of(this).addCheck(this, () => this.problems());
  }

  /**
   * Expose a service: requests of these kinds reach it through the gateway, and no others.
   *
   * @param callee the service; its weights are followed if it is a canary
   * @param calls what may be asked of it; at least one, HTTP or gRPC
   */
  public expose(callee: ICallee, ...calls: Call[]): CallGrant {
    return this.calls.to(callee, ...calls);
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    return [{
      name: this.node.path,
      namespace: this.installation.namespace,
      serviceAccount: this.installation.serviceAccount,
      trustDomain: this.namespace.mesh.trustDomain,
      podLabels: this.installation.podLabels,
      meshed: true,
      routes: true,
      gateway: this.boundName,
    }];
  }

  /**
   * Its hosts as policies compare them, with a port and without.
   * @internal
   */
  public get _hostPatterns(): string[] | undefined {
    return this.hosts.includes('*') ? undefined : this.hosts.flatMap(host => (host.startsWith('*') ? [host] : [host, `${host}:*`]));
  }

  /**
   * What a certificate for it is about, and where it must be.
   * @internal
   */
  public get _certificateNeeds(): CertificateNeeds {
    const { tls } = this.props;
    return { hosts: this.hosts, namespace: this.installation.namespace, credentialName: tls?.credentialName, mutual: tls?._mode === 'MUTUAL' };
  }

  private get gatewayName(): string {
    return this.props.gateway ?? 'ingressgateway';
  }

  /** How VirtualServices bind to the Gateway. */
  private get boundName(): string {
    return `${this.namespace.namespaceName}/${this.node.id}`;
  }

  private get installation(): GatewayInstallation {
    // A name that the platform does not know is reported; the synth fails, so the stand-in is never written.
    return this.namespace.mesh.platform.ingressGateways[this.gatewayName] ?? NOWHERE;
  }

  private get hosts(): string[] {
    return sortedUnique(this.props.hosts);
  }

  private get exposed() {
    // Copies follow from what is exposed.
    return CallGraph.of(this).outgoing(this.node.path).filter(({ copyOf }) => copyOf === undefined);
  }

  private get servers(): Server[] {
    const { tls, httpsRedirect = true } = this.props;
    // Only VirtualServices of this namespace may bind to the hosts.
    const hosts = this.hosts.map(host => `./${host}`);
    const http: Server = { port: { number: this.installation.httpPort ?? 80, name: 'http', protocol: 'HTTP' }, hosts };
    if (!tls) {
      return [http];
    }
    const https: Server = {
      port: { number: this.installation.httpsPort ?? 443, name: 'https', protocol: 'HTTPS' },
      hosts,
      tls: { mode: tls._mode, credentialName: tls.credentialName, minProtocolVersion: 'TLSV1_2' },
    };
    return httpsRedirect ? [{ ...http, tls: { httpsRedirect: true } }, https] : [https];
  }

  private problems(): string[] {
    const known = Object.keys(this.namespace.mesh.platform.ingressGateways);
    const problems = [
      dnsLabelProblem('name', this.node.id),
      known.includes(this.gatewayName) ? undefined
        : `gateway '${this.gatewayName}' is none of the platform's (${known.map(name => `'${name}'`).join(', ') || 'it has none'}); name one of them, or describe it in the Platform's 'ingressGateways'.`,
      this.props.hosts.length === 0 ? "has no hosts; name at least one, or '*' for any host." : undefined,
      ...this.props.hosts.map(gatewayHostProblem),
      ...overlaps(this.hosts),
      this.props.tls?._problem,
      ...this.exposed.filter(call => !call.operation).map(call =>
        `exposes port '${call.port.name}' of '${call.callee.name}' without HTTP, which is not supported; expose an HTTP port with HttpCall.`),
      ...this.exposed.filter(call => call.operation?.hosts).map(call =>
        `exposes '${call.callee.name}' by hosts of the call; the hosts are those of the gateway, leave them out of the call.`),
      ...conflicts(this.exposed).map(({ match, callees }) =>
        `exposes ${match} of ${callees.map(callee => `'${callee}'`).join(' and ')}; a request goes to one of them, expose it once.`),
      ...gatewayRoutes(this.exposed, TrafficRegistry.of(this), this.boundName).problems,
    ];
    return [...new Set(problems.filter(problem => problem !== undefined))];
  }
}

/** Hosts of which one covers another: Istio refuses them in one VirtualService. */
function overlaps(hosts: readonly string[]): string[] {
  const covers = (wide: string, host: string) => wide !== host && (wide === '*' || (wide.startsWith('*.') && host.endsWith(wide.slice(1))));
  return hosts.flatMap(wide => hosts.filter(host => covers(wide, host)).map(host =>
    `host '${wide}' covers host '${host}'; leave '${host}' out, or serve it by a gateway of its own.`));
}
