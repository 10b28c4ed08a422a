/**
 * Access that two versions of a mesh may differ by, because somebody decided so.
 */
export interface AllowedAccess {
  /**
   * Who may: a workload as `NAMESPACE/WORKLOAD`; an identity as `principal:TRUST-DOMAIN/ns/NAMESPACE/sa/NAME`, where an asterisk at the
   * end stands for any end; `outside`, whoever has no identity; `internet`, whoever comes through a gateway; `addresses:CIDR`; `pods:NAMESPACE/LABEL=VALUE,…`; or `anyone`.
   */
  readonly client: string;
  /** What may be called: a workload as `NAMESPACE/WORKLOAD`; of NetworkPolicies also `addresses:CIDR`, `pods:…` or `anyone`. */
  readonly callee: string;
  /**
   * The container port.
   * @default - `anyPort` must be set
   */
  readonly port?: number;
  /**
   * Every port, of every protocol.
   * @default false
   */
  readonly anyPort?: boolean;
  /**
   * TCP, UDP or SCTP: what is not TCP is for NetworkPolicies only.
   * @default TCP
   */
  readonly protocol?: string;
  /**
   * HTTP methods; `*` is any.
   * @default - `anyRequest` must be set
   */
  readonly methods?: string[];
  /**
   * Paths, in the forms of AuthorizationPolicy: `/details/*`, `*.html`, `/a/{*}/b`; `*` is any.
   * @default - `anyRequest` must be set
   */
  readonly paths?: string[];
  /**
   * Every request, and whatever else goes over the connection.
   * @default false
   */
  readonly anyRequest?: boolean;
  /** Why. It is printed with the result. */
  readonly reason: string;
}
