/** Where a gateway out of the mesh runs. */
export interface EgressGatewayProps {
  /**
   * The gateway's name among the platform's `egressGateways`, if somebody else deploys its pods. It is then declared in the
   * namespace of these pods, which somebody else may own (`adopt`): its policies stand there, and from then on the pods let
   * nothing through but what is declared in this app.
   * @default - pods of its own are deployed
   */
  readonly gateway?: string;

  /**
   * How many pods are deployed, if they are its own.
   * @default 1
   */
  readonly replicas?: number;
}
