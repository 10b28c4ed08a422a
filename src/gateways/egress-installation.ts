import type { EgressPorts } from './egress-routes';
import { AppProtocol } from '../calls/app-protocol';
import type { CalleePort } from '../calls/callee';
import type { EgressGatewayInstallation, GatewayPort } from '../mesh/gateway-installation';
import type { Platform } from '../mesh/platform';

/** Stands for a gateway that the platform does not know: that is reported, and the synth fails. */
const NOWHERE: EgressGatewayInstallation = { namespace: 'unknown', serviceAccount: 'unknown', podLabels: { unknown: 'unknown' }, serviceName: 'unknown' };

/** A gateway whose pods are deployed with it; they listen where no privilege is needed. */
export function ownInstallation(namespace: string, name: string): EgressGatewayInstallation {
  return {
    namespace,
    serviceAccount: name,
    // A Gateway selects pods of every namespace: the second label is this gateway's alone.
    podLabels: { app: name, istio: `${namespace}-${name}` },
    serviceName: name,
    requests: { port: 8443 },
    connections: { port: 8444 },
  };
}

/** A gateway of the platform. */
export function platformInstallation({ egressGateways }: Platform, name: string): EgressGatewayInstallation {
  return egressGateways[name] ?? NOWHERE;
}

/** The ports of a gateway's Service. */
export function egressPorts({ requests, connections }: EgressGatewayInstallation): EgressPorts {
  return {
    requests: portOf('requests', requests ?? { port: 80, targetPort: 8080 }, AppProtocol.HTTP2),
    connections: portOf('connections', connections ?? { port: 443, targetPort: 8443 }, AppProtocol.TCP),
  };
}

function portOf(name: string, { port, targetPort = port }: GatewayPort, protocol: AppProtocol): CalleePort {
  return { name, port, targetPort, protocol };
}
