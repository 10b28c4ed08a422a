/** A gateway that the platform brings: pods that are deployed by somebody else, and configured by `IngressGateway`. */
export interface GatewayInstallation {
  /** The namespace in which the gateway's pods run. */
  readonly namespace: string;

  /** The service account of its pods: the identity that callees admit. */
  readonly serviceAccount: string;

  /** Labels of its pods; the Gateway resource selects them. */
  readonly podLabels: { readonly [key: string]: string };

  /**
   * The gateway Service's port for HTTP.
   * @default 80
   */
  readonly httpPort?: number;

  /**
   * The gateway Service's port for HTTPS.
   * @default 443
   */
  readonly httpsPort?: number;

  /**
   * Does it take Gateway objects of its own namespace only, as with istiod's setting PILOT_SCOPE_GATEWAY_TO_NAMESPACE? Then other
   * namespaces use it through a `SharedGateway`.
   * @default - true if the Gateway API has deployed it (its pods are labelled 'gateway.networking.k8s.io/gateway-name'), else false
   */
  readonly ownNamespaceOnly?: boolean;
}

/** A port of a gateway's Service. */
export interface GatewayPort {
  /** The Service's port, 1–65535. */
  readonly port: number;

  /**
   * The port of the pods to which it leads, 1–65535.
   * @default - the Service's port
   */
  readonly targetPort?: number;
}

/** An egress gateway that the platform brings: pods that are deployed by somebody else, and configured by `EgressGateway`. */
export interface EgressGatewayInstallation {
  /** The namespace in which the gateway's pods run. */
  readonly namespace: string;

  /** The service account of its pods: the identity with which it calls. */
  readonly serviceAccount: string;

  /** Labels of its pods; Gateway, AuthorizationPolicy and NetworkPolicy select them. */
  readonly podLabels: { readonly [key: string]: string };

  /** The name of its Service. */
  readonly serviceName: string;

  /**
   * The Service's port to which requests are sent.
   * @default - port 80, which leads to port 8080 of the pods
   */
  readonly requests?: GatewayPort;

  /**
   * The Service's port to which connections without HTTP are sent: TLS of callers, and bytes.
   * @default - port 443, which leads to port 8443 of the pods
   */
  readonly connections?: GatewayPort;
}
