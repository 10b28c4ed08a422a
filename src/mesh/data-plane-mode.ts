/**
 * How the mesh meets a pod's traffic.
 *
 * @see https://istio.io/latest/docs/overview/dataplane-modes/
 */
export enum DataPlaneMode {
  /** A proxy in every pod. */
  SIDECAR = 'sidecar',

  /** A proxy on every node and waypoints; not supported yet, choosing it is an error at synth. */
  AMBIENT = 'ambient',
}
