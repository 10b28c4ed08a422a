import type { GatewayInstallation, Platform, PlatformPeer } from './platform';
import { isCidr } from '../private/cidr';
import { dnsLabelProblem, dnsSubdomainProblem, serviceNameProblem } from '../private/naming';
import { isPortNumber } from '../private/port-number';

/** What is wrong with the description of a platform. A mistake here would open too much, or keep pods from starting. */
export function platformProblems(platform: Platform): string[] {
  return [
    dnsSubdomainProblem('cluster domain', platform.clusterDomain),
    platform.dns.length === 0 ? 'the platform has no DNS servers, so no pod would find a service; describe them.' : undefined,
    ...platform.dns.flatMap(peer => peerProblems('DNS', peer)),
    ...peerProblems('istiod', platform.istiod),
    ...platform._istioCsrPeers.flatMap(peer => peerProblems('istio-csr', peer)),
    ...platform.istioCsr ? [serviceNameProblem("istio-csr's Service", platform.istioCsr.serviceName ?? 'cert-manager-istio-csr'), portProblem("istio-csr's Service", platform.istioCsr.servicePort ?? 443)] : [],
    ...platform.prometheus.flatMap(peer => peerProblems('Prometheus', peer)),
    ...platform.telemetry.flatMap(peer => peerProblems('telemetry', peer)),
    ...platform.apiServer ? peerProblems('API server', platform.apiServer) : [],
    ...Object.entries(platform.ingressGateways).flatMap(([name, gateway]) => gatewayProblems(name, gateway)),
  ].filter(problem => problem !== undefined);
}

/** What is wrong with the description of a peer. */
export function peerProblems(name: string, peer: PlatformPeer): (string | undefined)[] {
  const what = `platform peer ${name}`;
  return [
    peer.namespace === undefined && !peer.cidrs?.length
      ? `${what} is nowhere; give its 'namespace', or 'cidrs' for what is not a pod.` : undefined,
    peer.namespace === undefined && peer.podLabels ? `${what} has 'podLabels' without 'namespace'; give the namespace too.` : undefined,
    peer.namespace === undefined ? undefined : dnsLabelProblem(`namespace of ${what}`, peer.namespace),
    peer.ports.length === 0 ? `${what} has no ports; give at least one, or leave the peer out.` : undefined,
    ...peer.ports.map(({ port }) => portProblem(what, port)),
    ...peer.ports.map(({ protocol = 'TCP' }) => (['TCP', 'UDP', 'SCTP'].includes(protocol) ? undefined
      : `${what} has protocol '${protocol}', which NetworkPolicy does not know; use 'TCP', 'UDP' or 'SCTP'.`)),
    ...(peer.cidrs ?? []).map(cidr => (isCidr(cidr) ? undefined
      : `${what} has '${cidr}', which is no address range; write it with its length, such as '10.0.0.0/8' or '192.0.2.1/32'.`)),
  ];
}

function gatewayProblems(name: string, gateway: GatewayInstallation): (string | undefined)[] {
  const what = `gateway '${name}'`;
  return [
    dnsLabelProblem(`namespace of ${what}`, gateway.namespace),
    dnsSubdomainProblem(`service account of ${what}`, gateway.serviceAccount),
    Object.keys(gateway.podLabels).length === 0
      ? `${what} has no 'podLabels', and would stand for every pod of namespace '${gateway.namespace}'; name the labels of its pods.` : undefined,
    portProblem(what, gateway.httpPort ?? 80),
    portProblem(what, gateway.httpsPort ?? 443),
  ];
}

function portProblem(what: string, port: number): string | undefined {
  return isPortNumber(port) ? undefined : `${what} has port ${port}, which is not a port number; use 1 to 65535.`;
}
