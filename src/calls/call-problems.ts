import { isHttp, isGrpc, type AppProtocol } from './app-protocol';
import type { Call } from './call';
import type { CalleeConfig, CalleePort } from './callee';
import type { CallerConfig } from './caller';
import { MtlsMode } from '../policies/mtls-mode';

const FITS: { readonly [speaks in Call['_speaks']]: (protocol: AppProtocol) => boolean } = {
  http: isHttp, grpc: isGrpc, tcp: protocol => !isHttp(protocol),
};

/** The port that a call means, or why there is none. */
export function portFor(call: Call, callee: CalleeConfig): CalleePort | string {
  const fits = FITS[call._speaks];
  if (callee.ports.length === 0) {
    return 'it has no port, so nothing can call it; give it a port, or remove the call.';
  }
  if (call._port !== undefined) {
    const named = callee.ports.find(port => port.name === call._port);
    if (!named) {
      return `port '${call._port}' does not exist; its ports are ${listed(callee)}.`;
    }
    return fits(named.protocol) ? named : mismatch(named, call);
  }
  const fitting = callee.ports.filter(port => fits(port.protocol));
  if (fitting.length === 1) {
    return fitting[0];
  }
  if (fitting.length > 1) {
    return `${fitting.length} ports fit; say which with ${call._speaks === 'tcp' ? 'TcpCall.port(name)' : 'onPort()'}, its ports are ${listed(callee)}.`;
  }
  return callee.ports.length === 1 ? mismatch(callee.ports[0], call) : `no port fits; its ports are ${listed(callee)}.`;
}

function listed({ ports }: CalleeConfig): string {
  return ports.map(port => `'${port.name}' (${port.protocol} ${port.port})`).join(', ');
}

function mismatch(port: CalleePort, call: Call): string {
  if (call._speaks === 'tcp') {
    return `a TCP call to port '${port.name}', which speaks ${port.protocol}, would admit every request; use HttpCall, with HttpCall.any() if every request is meant.`;
  }
  return isHttp(port.protocol)
    ? `gRPC to port '${port.name}', which speaks ${port.protocol}: gRPC needs HTTP/2; declare the port with WorkloadPort.grpc().`
    : `methods and paths on port '${port.name}', which speaks ${port.protocol}: a proxy sees no requests there, and Istio would drop the rule; use TcpCall.`;
}

export function edgeProblem(caller: CallerConfig, callee: CalleeConfig, call: Call): string | undefined {
  if (!callee.authorizes && !caller.meshed && callee.mtls === MtlsMode.STRICT) {
    return `its caller '${caller.name}' has no proxy, and the callee refuses callers without mutual TLS; inject a sidecar, or choose another 'mtls' for the callee.`;
  }
  if (callee.authorizes && callee.mtls === MtlsMode.DISABLE) {
    return "mTLS mode 'DISABLE' leaves callers without an identity, which the callee's AuthorizationPolicy asks for; use MtlsMode.STRICT, or take AuthorizationPolicy out of 'enforce'.";
  }
  if (callee.authorizes) {
    if (!caller.meshed) {
      return `its caller '${caller.name}' has no proxy and so no identity, which the callee's policy asks for; inject a sidecar, or take AuthorizationPolicy out of the callee's 'enforce'.`;
    }
    if (caller.serviceAccount === 'default') {
      return `its caller '${caller.name}' runs as service account 'default', which is no identity of its own; give it a service account.`;
    }
    if (!callee.trustDomains.includes(caller.trustDomain)) {
      return `its caller '${caller.name}' is of trust domain '${caller.trustDomain}', and the callee knows only ${callee.trustDomains.map(domain => `'${domain}'`).join(', ')}; make it a trust domain alias of the callee's mesh.`;
    }
  } else if (callee.addresses && (call._conditions.length > 0 || isNarrow(call))) {
    return 'it is outside of the mesh, where nothing enforces methods, paths, hosts or conditions; declare HttpCall.any(), or TcpCall.port() without conditions, or let it go out by an EgressGateway, which enforces them.';
  } else if (call._conditions.length > 0) {
    return "nothing can enforce its conditions, since no AuthorizationPolicy guards it (it has no proxy, or 'enforce' leaves the policy out); guard it, or declare the call without.";
  } else if (isNarrow(call)) {
    return "nothing can enforce its methods, paths or hosts, since no AuthorizationPolicy guards it (it has no proxy, or 'enforce' leaves the policy out); guard it, or declare HttpCall.any().";
  }
  return undefined;
}

/** Does the call say which requests are meant? */
function isNarrow({ _operation: operation }: Call): boolean {
  return operation !== undefined && (operation.methods ?? operation.paths ?? operation.hosts) !== undefined;
}
