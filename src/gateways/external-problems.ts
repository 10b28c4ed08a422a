import { isIP } from 'node:net';
import { kindOf } from './external-passage';
import type { ExternalPort } from './external-port';
import { externalPortProblems } from './external-port';
import type { ExternalServiceProps } from './external-service';
import { AppProtocol } from '../calls/app-protocol';
import type { SecureNamespace } from '../namespaces/secure-namespace';
import { SecureNamespace as Namespace } from '../namespaces/secure-namespace';
import { dnsLabelProblem, gatewayHostProblem } from '../private/naming';

/** What is wrong with what is said of a service outside, whoever calls it. */
export function externalServiceProblems(props: ExternalServiceProps, ports: readonly ExternalPort[], namespace: SecureNamespace): string[] {
  return [
    hostProblem(props.host, namespace),
    ...strangers(props.ports),
    ...externalPortProblems(ports),
    ...addressProblems(props, ports),
    ...exportProblems(props.exportTo ?? ['.'], namespace.namespaceName),
    ...props.through ? passageProblems(props, ports) : [],
  ].filter(problem => problem !== undefined);
}

/** JavaScript lets through what is no port. */
function strangers(ports: readonly ExternalPort[]): string[] {
  return ports.filter(port => !isExternalPort(port)).map(port =>
    `port ${JSON.stringify(port)} does not say what it speaks; declare it with ExternalPort.http(), .http2(), .grpc(), .https(), .tls() or .tcp().`);
}

export function isExternalPort(port: ExternalPort): boolean {
  return typeof (port as Partial<ExternalPort> | undefined)?._toCalleePort === 'function';
}

function hostProblem(host: string, namespace: SecureNamespace): string | undefined {
  if (host === '*') {
    return "host '*' is everything that there is, in the mesh and outside of it; name the service, or a domain such as '*.example.com'.";
  }
  const { clusterDomain } = namespace.mesh.platform;
  const [, owner] = host.split('.');
  const covered = host.startsWith('*.') && (host.endsWith(`.${clusterDomain}`) || `.${clusterDomain}`.endsWith(host.slice(1)));
  if (covered) {
    return `host '${host}' covers the Services of the cluster; name a domain outside of it.`;
  }
  const own = host.endsWith(`.svc.${clusterDomain}`) && namespace.node.root.node.children.some(child =>
    Namespace.isSecureNamespace(child) && child.namespaceName === owner);
  return gatewayHostProblem(host)
    ?? (own ? `host '${host}' is that of a Service of namespace '${owner}', which this app declares; call the construct that declares it.` : undefined);
}

function addressProblems({ host, endpoints, addresses }: ExternalServiceProps, ports: readonly ExternalPort[]): (string | undefined)[] {
  const tcp = ports.find(({ protocol }) => protocol === AppProtocol.TCP);
  return [
    endpoints?.length === 0 ? "'endpoints' is empty, so nothing answers; name at least one address, or leave it out." : undefined,
    ...(endpoints ?? []).map(address => (isIP(address) === 0 ? `endpoint '${address}' is no address; write for example '203.0.113.7'.` : undefined)),
    ...endpoints === undefined && addresses === undefined
      ? ["says nothing of its addresses, and a NetworkPolicy knows no names; give 'addresses', with ExternalAddresses.of() or, for any public one, ExternalAddresses.anyPublic()."]
      : addresses?._problems ?? [],
    tcp && endpoints === undefined
      ? `port '${tcp.name}' speaks tcp, which proxies tell from other connections by its address alone; give 'endpoints', or a port for TLS.` : undefined,
    tcp && host.startsWith('*.')
      ? `port '${tcp.name}' speaks tcp, which says no name, and host '${host}' is many; declare each by its name.` : undefined,
  ];
}

function exportProblems(exportTo: readonly string[], own: string): string[] {
  return [
    ...exportTo.length === 0 ? ["'exportTo' is empty, so nobody would know it; name namespaces, or leave it out for its own."] : [],
    ...exportTo.includes('*') && exportTo.length > 1 ? ["'exportTo' names '*' beside others; '*' is all of them, leave the others out."] : [],
    ...exportTo.includes('.') && exportTo.includes(own) ? [`'exportTo' names '.' and '${own}', which is the same; name one of them.`] : [],
    ...exportTo.filter(name => name !== '.' && name !== '*').map(name => dnsLabelProblem('namespace', name)).filter(problem => problem !== undefined),
  ];
}

/** What a gateway cannot tell apart, or cannot find. */
function passageProblems({ host, through }: ExternalServiceProps, ports: readonly ExternalPort[]): string[] {
  const gateway = `gateway '${through!.node.path}'`;
  const named = (kind: ReturnType<typeof kindOf>) => ports.filter(port => kindOf(port._toCalleePort()) === kind).map(({ name }) => `'${name}'`);
  return [
    ...host.startsWith('*') ? [
      `host '${host}' is for many services, and ${gateway} would have to find the address of each by its name, which Istio's gateways do not; declare each by its name, or leave 'through' out.`,
    ] : [],
    ...named('requests').length > 1 ? [`has several ports for HTTP (${named('requests').join(', ')}), which ${gateway} cannot tell apart by the host; declare one of them.`] : [],
    ...named('connections').length > 1 ? [`has several ports for connections (${named('connections').join(', ')}), which ${gateway} cannot tell apart by the server's name; declare one of them.`] : [],
  ];
}
