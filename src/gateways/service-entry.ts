import type { ExternalPort } from './external-port';
import { AppProtocol, isHttp } from '../calls/app-protocol';
import { IstioVersion } from '../mesh/istio-version';
import type { MeshKinds } from '../private/mesh-object';
import { sorted, sortedUnique } from '../private/naming';

/** What proxies are told of a service outside. */
export interface ServiceEntryOptions {
  readonly host: string;
  readonly ports: readonly ExternalPort[];
  readonly endpoints?: readonly string[];
  readonly exportTo: readonly string[];
  readonly istioVersion: IstioVersion;
}

/** The ServiceEntry of a service outside. */
export function serviceEntry(options: ServiceEntryOptions): MeshKinds['ServiceEntry'] {
  const { host, ports, endpoints, exportTo } = options;
  return {
    hosts: [host],
    // Without an address, a port for TCP would take connections to any address.
    ...endpoints && ports.some(({ protocol }) => protocol === AppProtocol.TCP) ? { addresses: sortedUnique(endpoints) } : {},
    ports: sorted(ports, ({ port }) => String(port).padStart(5, '0')).map(({ name, port, targetPort, protocol }) => ({
      number: port, name, protocol: protocol.toUpperCase(), ...targetPort === port ? {} : { targetPort },
    })),
    location: 'MESH_EXTERNAL',
    resolution: resolutionOf(options),
    ...endpoints ? { endpoints: sortedUnique(endpoints).map(address => ({ address })) } : {},
    exportTo: [...exportTo],
  };
}

/**
 * How proxies find addresses. Of many names, they find that of a request by DNS where the Istio version can, so that the address is
 * that of the name; else they connect to the address that the caller's program chose. By the name of a TLS handshake Istio finds none
 * unless istiod is told to, since callers could name any.
 */
function resolutionOf({ host, ports, endpoints, istioVersion }: ServiceEntryOptions): 'STATIC' | 'DNS' | 'NONE' | 'DYNAMIC_DNS' {
  if (endpoints) {
    return 'STATIC';
  }
  if (!host.startsWith('*')) {
    return 'DNS';
  }
  const plain = ports.every(({ protocol, port, targetPort, clientTls }) =>
    isHttp(protocol) && protocol !== AppProtocol.GRPC_WEB && targetPort === port && !clientTls);
  return plain && istioVersion.atLeast(IstioVersion.V1_30) ? 'DYNAMIC_DNS' : 'NONE';
}
