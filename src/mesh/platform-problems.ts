import type { EgressGatewayInstallation, GatewayInstallation } from './gateway-installation';
import type { Platform } from './platform';
import type { PlatformPeer } from './platform-peer';
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
    ...Object.entries(platform.egressGateways).flatMap(([name, gateway]) => egressGatewayProblems(name, gateway)),
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
    ...installationProblems(what, gateway),
    portProblem(what, gateway.httpPort ?? 80),
    portProblem(what, gateway.httpsPort ?? 443),
  ];
}

function egressGatewayProblems(name: string, gateway: EgressGatewayInstallation): (string | undefined)[] {
  const what = `egress gateway '${name}'`;
  const ports = [gateway.requests, gateway.connections].filter(port => port !== undefined);
  return [
    ...installationProblems(what, gateway),
    serviceNameProblem(`Service of ${what}`, gateway.serviceName),
    ...ports.flatMap(({ port, targetPort = port }) => [...new Set([port, targetPort])].map(number => portProblem(what, number))),
    (gateway.requests?.port ?? 80) === (gateway.connections?.port ?? 443)
      ? `${what} has one port for 'requests' and 'connections', which cannot be told apart there; name two.` : undefined,
  ];
}

type Installation = Pick<GatewayInstallation, 'namespace' | 'serviceAccount' | 'podLabels'>;

function installationProblems(what: string, { namespace, serviceAccount, podLabels }: Installation): (string | undefined)[] {
  return [
    dnsLabelProblem(`namespace of ${what}`, namespace),
    dnsSubdomainProblem(`service account of ${what}`, serviceAccount),
    Object.keys(podLabels).length === 0
      ? `${what} has no 'podLabels', and would stand for every pod of namespace '${namespace}'; name the labels of its pods.` : undefined,
  ];
}

function portProblem(what: string, port: number): string | undefined {
  return isPortNumber(port) ? undefined : `${what} has port ${port}, which is not a port number; use 1 to 65535.`;
}
