import type { Construct } from 'constructs';
import { controlPart, TRAVEL_NAMESPACES } from './travel-parts';
import type { TravelPortal } from './travel-portal';
import { asFarAsEnforced, travelWorkload } from './travel-workload';
import { HttpCall } from '../../calls/http-call';
import type { GatewayTls } from '../../gateways/gateway-tls';
import { IngressGateway } from '../../gateways/ingress-gateway';
import { SecureNamespace } from '../../namespaces/secure-namespace';
import type { SecureNamespaceProps } from '../../namespaces/secure-namespace-props';
import type { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';
import { healthProbes } from '../../workloads/workload-containers';

/** Choices about the dashboard of the Travel demo. */
export interface TravelControlProps extends SecureNamespaceProps {
  /** The portals that the dashboard shows and sets. */
  readonly portal: TravelPortal;
}

/** How the dashboard of the Travel demo is opened to the outside. */
export interface TravelGatewayProps {
  /**
   * The host on which the dashboard is served.
   * @default 'control.travel-control.istio-cluster.org'
   */
  readonly host?: string;

  /**
   * How the gateway terminates TLS.
   * @default - plain HTTP
   */
  readonly tls?: GatewayTls;

  /**
   * The name of the platform's gateway.
   * @default 'ingressgateway'
   */
  readonly gateway?: string;
}

/**
 * The dashboard of the Travel demo, which shows and sets what the portals do: in namespace 'travel-control', unless named
 * otherwise.
 */
export class TravelControl extends SecureNamespace {
  /** The dashboard: workload 'control'. */
  public readonly dashboard: LeastPrivilegeWorkload;

  public constructor(scope: Construct, id: string, props: TravelControlProps) {
    super(scope, id, { ...props, namespace: props.namespace ?? TRAVEL_NAMESPACES.control });
    const part = controlPart({ ...TRAVEL_NAMESPACES, portal: props.portal.namespaceName });
    // Not '/status', which asks every portal.
    this.dashboard = travelWorkload(this, part, { probes: healthProbes('/', part.port!) });
    for (const portal of props.portal.portals) {
      this.dashboard.calls.to(portal, ...asFarAsEnforced(portal, HttpCall.get('/status'), HttpCall.put('/settings')));
    }
  }

  /** Open the dashboard to the outside: its page, what the page loads and asks, and what it sets. */
  public openToOutside(props: TravelGatewayProps = {}): IngressGateway {
    const gateway = new IngressGateway(this, 'control-gateway', {
      hosts: [props.host ?? 'control.travel-control.istio-cluster.org'], gateway: props.gateway, tls: props.tls,
    });
    gateway.expose(this.dashboard, ...asFarAsEnforced(this.dashboard,
      HttpCall.get('/', '/index.html', '/console', '/status', '/css/*', '/js/*', '/data/*', '/favicon.png'),
      HttpCall.put('/settings/*'),
    ));
    return gateway;
  }
}
