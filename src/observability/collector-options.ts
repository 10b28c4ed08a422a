/** Where proxies send spans or logs to. */
export interface CollectorOptions {
  /**
   * The fully qualified name of the collector's Service, such as 'jaeger-collector.istio-system.svc.cluster.local', or the host
   * of a ServiceEntry.
   */
  readonly service: string;

  /** The port of the Service, 1–65535. */
  readonly port: number;

  /**
   * The port of the collector's pods, 1–65535.
   * @default - the port of the Service
   */
  readonly targetPort?: number;

  /**
   * Labels of the collector's pods, for NetworkPolicy.
   * @default - every pod of its namespace
   */
  readonly podLabels?: { readonly [key: string]: string };

  /**
   * The namespace of the ServiceEntry, for a collector outside of the cluster.
   * @default - the one in the Service's name
   */
  readonly namespace?: string;

  /**
   * Address ranges of a collector outside of the cluster, for NetworkPolicy.
   * @default - none: the collector is pods
   */
  readonly cidrs?: string[];
}
