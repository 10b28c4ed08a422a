/** A kind that a CRD defines, in one version. */
export interface CustomKind {
  readonly namespaced: boolean;
  /** The schema in every release that serves it: `istio 1.30`, or a channel of the Gateway API: `gateway-api standard`. */
  readonly roots: Readonly<Record<string, number>>;
}
