/** A Service that proxies themselves reach: a collector of spans or logs, an authorizer. */
export interface CollectorOptions {
  /**
   * The fully qualified name of the Service, such as 'jaeger-collector.istio-system.svc.cluster.local', or the host
   * of a ServiceEntry.
   */
  readonly service: string;

  /** The port of the Service, 1–65535. */
  readonly port: number;

  /**
   * The port of its pods, 1–65535.
   * @default - the port of the Service
   */
  readonly targetPort?: number;

  /**
   * Labels of its pods, for NetworkPolicy.
   * @default - every pod of its namespace
   */
  readonly podLabels?: { readonly [key: string]: string };

  /**
   * The namespace of the ServiceEntry, for a Service outside of the cluster.
   * @default - the one in the Service's name
   */
  readonly namespace?: string;

  /**
   * Address ranges of a Service outside of the cluster, for NetworkPolicy.
   * @default - none: pods answer
   */
  readonly cidrs?: string[];
}
