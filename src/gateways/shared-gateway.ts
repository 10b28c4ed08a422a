import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { GatewayCertificateNeeds, ICertifiedGateway } from './certified-gateway';
import { checkGateway } from './gateway-check';
import { installationOf, installationProblems } from './gateway-installation';
import type { Serving } from './gateway-servers';
import { certificateNeeds, declaredGateway, gatewaySpec } from './gateway-servers';
import type { GatewayTls } from './gateway-tls';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { MeshObject } from '../private/mesh-object';
import { dnsLabelProblem, gatewayHostProblem, sorted, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { ProvedGateways } from '../proof/gateways';

/** How a shared gateway serves its hosts. */
export interface SharedGatewayOptions {
  /**
   * The gateway's name among the platform's `ingressGateways`.
   * @default 'ingressgateway'
   */
  readonly gateway?: string;

  /**
   * What is done about TLS, for all hosts.
   * @default - plain HTTP
   */
  readonly tls?: GatewayTls;

  /**
   * Are requests in plain HTTP redirected to HTTPS? Without, the port for HTTP is closed where there is TLS.
   * @default true
   */
  readonly httpsRedirect?: boolean;
}

/** A shared gateway, as those see it who are let use it. */
export interface SharedGatewayConfig extends SharedGatewayOptions {
  /** The namespace of the Gateway object. */
  readonly namespace: string;

  /** Its name. */
  readonly name: string;

  /**
   * The hosts by the namespace that may use them.
   * @default - not known here: that the hosts are delegated is taken for granted, unless the mesh's context has the Gateway
   */
  readonly delegated?: { readonly [namespace: string]: string[] };
}

/** A Gateway object that one team owns, and namespaces of others use for their hosts. */
export interface ISharedGateway {
  /** What it is called, and how it serves. */
  toSharedGatewayConfig(): SharedGatewayConfig;
}

/** The hosts of one namespace. */
interface Delegation {
  readonly namespace: string;
  readonly host: string;
}

/**
 * A Gateway object whose hosts belong to namespaces of others: each host is delegated to one namespace, and only there an
 * `IngressGateway` may say what is exposed on it. Certificates and ports stay in one hand.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Server
 */
export class SharedGateway extends Construct implements ISharedGateway, ICertifiedGateway {
  /**
   * A shared gateway that another app declares.
   *
   * @param namespace the namespace of the Gateway object
   * @param name its name
   * @param options how it serves, as it is declared there
   */
  public static fromName(namespace: string, name: string, options: SharedGatewayOptions = {}): ISharedGateway {
    return { toSharedGatewayConfig: () => ({ ...options, namespace, name }) };
  }

  /** The Gateway object. */
  public readonly gateway: ApiObject;

  private readonly namespace: SecureNamespace;
  private readonly delegations: Delegation[] = [];

  public constructor(scope: Construct, id: string, private readonly props: SharedGatewayOptions = {}) {
    super(scope, id);
    this.namespace = SecureNamespace._of(this);
    this.gateway = new MeshObject(this, 'Gateway', { kind: 'Gateway', name: id, spec: () => gatewaySpec(this.serving) });
    Synthesis.of(this).addCheck(this, () => this.problems());
    ProvedGateways.of(this).add(() => ({
      mesh: this.namespace.mesh, gateway: declaredGateway(this.namespace.namespaceName, this, this.serving),
    }));
    checkGateway(this);
  }

  /**
   * Let a namespace use hosts: its VirtualServices alone may speak for them.
   *
   * @param namespace the namespace's name; it may be of another app
   * @param hosts dotted names such as 'shop.example.com', or '*.shop.example.com'; at least one
   */
  public delegate(namespace: string, ...hosts: string[]): void {
    this.delegations.push(...(hosts.length > 0 ? hosts : ['']).map(host => ({ namespace, host })));
  }

  /** @see ISharedGateway.toSharedGatewayConfig() */
  public toSharedGatewayConfig(): SharedGatewayConfig {
    const namespaces = sortedUnique(this.delegations.map(({ namespace }) => namespace));
    return {
      ...this.props,
      namespace: this.namespace.namespaceName,
      name: this.node.id,
      delegated: Object.fromEntries(namespaces.map(namespace =>
        [namespace, sortedUnique(this.delegations.filter(one => one.namespace === namespace).map(({ host }) => host))])),
    };
  }

  /** @see ICertifiedGateway.toCertificateNeeds() */
  public toCertificateNeeds(): GatewayCertificateNeeds {
    return certificateNeeds(sortedUnique(this.delegations.map(({ host }) => host)), this.serving.installation, this.props.tls);
  }

  private get serving(): Serving {
    return servingOf(this.namespace, this.toSharedGatewayConfig(), this.delegations.map(({ namespace, host }) => `${namespace}/${host}`));
  }

  private problems(): string[] {
    const byHost = new Map<string, Set<string>>();
    for (const { namespace, host } of this.delegations) {
      byHost.set(host, (byHost.get(host) ?? new Set()).add(namespace));
    }
    const { delegations, props } = this;
    return [
      dnsLabelProblem('name', this.node.id),
      ...installationProblems(this.namespace.mesh, props.gateway ?? 'ingressgateway', this.namespace.namespaceName),
      delegations.length === 0 ? 'delegates no hosts, and a Gateway has at least one; delegate() some, or remove it.' : undefined,
      ...sortedUnique(delegations.map(({ namespace }) => namespace)).map(namespace => dnsLabelProblem('namespace', namespace)),
      ...sortedUnique(byHost.keys()).map(host => (host === '' ? 'delegates no host to a namespace; name at least one.' : gatewayHostProblem(host))),
      ...sorted(byHost, ([host]) => host).filter(([, namespaces]) => namespaces.size > 1).map(([host, namespaces]) =>
        `delegates host '${host}' to ${sorted(namespaces).map(namespace => `'${namespace}'`).join(' and ')}; one VirtualService speaks for a host: delegate it to one of them, whose gateway may expose services of others.`),
      ...props.tls?._problems ?? [],
    ].filter(problem => problem !== undefined);
  }
}

/** How a shared gateway serves hosts. */
export function servingOf({ mesh }: SecureNamespace, { gateway = 'ingressgateway', tls, httpsRedirect = true }: SharedGatewayConfig, hosts: readonly string[]): Serving {
  return {
    installation: installationOf(mesh, gateway),
    hosts: sortedUnique(hosts),
    ...tls ? { tls } : {},
    httpsRedirect,
    speaks: tls?._mode === 'PASSTHROUGH' ? 'connections' : 'requests',
  };
}
