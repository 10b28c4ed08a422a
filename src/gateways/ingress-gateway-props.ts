import type { GatewayTls } from './gateway-tls';
import type { ISharedGateway } from './shared-gateway';

/** Hosts on a gateway of the platform. */
export interface IngressGatewayProps {
  /** The hosts that are served: dotted names such as 'shop.example.com', '*.example.com', or '*' for any host. */
  readonly hosts: string[];

  /**
   * The gateway's name among the platform's `ingressGateways`.
   * @default - 'ingressgateway', or that of the shared gateway
   */
  readonly gateway?: string;

  /**
   * The Gateway of somebody else that serves the hosts, having delegated them to this namespace. How it serves them is decided there.
   * @default - a Gateway object of its own
   */
  readonly sharedGateway?: ISharedGateway;

  /**
   * What is done about TLS.
   * @default - none: plain HTTP
   */
  readonly tls?: GatewayTls;

  /**
   * Are requests in plain HTTP redirected to HTTPS? Without, the port for HTTP is closed where there is TLS.
   * @default - true where TLS is ended and requests are exposed
   */
  readonly httpsRedirect?: boolean;

  /**
   * The gateway Service's port.
   * @default - that for HTTPS if there is TLS, else that for HTTP; connections without TLS need one of their own
   */
  readonly port?: number;
}
