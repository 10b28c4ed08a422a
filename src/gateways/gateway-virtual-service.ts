import { gatewayRoutes } from './gateway-routes';
import type { DeclaredCall } from '../calls/declared-call';
import type { MeshKinds } from '../private/mesh-object';
import { weightedDestinations } from '../traffic/destinations';
import { planStream } from '../traffic/stream-plan';
import type { TrafficRegistry } from '../traffic/traffic-registry';

type VirtualServiceSpec = MeshKinds['VirtualService'];

/** What a VirtualService at a gateway is made from. */
export interface GatewayHosts {
  readonly hosts: readonly string[];
  /** The 'namespace/name' of the Gateway. */
  readonly gateway: string;
  /** What is exposed on the hosts. */
  readonly exposed: readonly DeclaredCall[];
  /** The port of connections that are no HTTP, and whether TLS is passed through; undefined for HTTP. */
  readonly connections?: { readonly port: number; readonly passthrough: boolean };
}

/** The VirtualService of hosts at a gateway. */
export function gatewayVirtualService({ hosts, gateway, exposed, connections }: GatewayHosts, traffic: TrafficRegistry): VirtualServiceSpec {
  const bound = { hosts: [...hosts], gateways: [gateway] };
  if (!connections) {
    return { ...bound, http: gatewayRoutes(exposed, traffic, gateway).routes };
  }
  const { port, passthrough } = connections;
  // More than one destination is refused: nothing in the bytes would tell which is meant.
  const [{ callee, port: calleePort }] = exposed;
  const model = traffic.get(callee.name);
  const [planned] = model ? planStream({ ...model, streamRules: [] }, calleePort) : [];
  const route = weightedDestinations(callee.host, calleePort.port, planned?.action.shares);
  return passthrough ? { ...bound, tls: [{ match: [{ port, sniHosts: [...hosts] }], route }] } : { ...bound, tcp: [{ match: [{ port }], route }] };
}
