/** How much of the demo is part of the mesh. */
export enum TravelStage {
  /** Nothing: no pod has a proxy, and NetworkPolicy alone guards them. */
  UNMESHED = 'unmeshed',
  /** The dashboard alone, which can then be opened to the outside. */
  CONTROL_ONLY = 'control-only',
  /** All three namespaces. */
  ALL = 'all',
}
