import type { Reader } from '../json';
import type { Element } from './element';
import type { Labels } from './labels';
import type { PortProtocol } from './protocols';
import { isApplicationTls, protocolNamed, servicePortProtocol } from './protocols';
import type { Source } from './source';
import { elementOf } from './source';
import type { ContainerPort, Workload } from './workloads';

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  /** A container port's number or its name. */
  readonly target: number | string;
  readonly protocol: PortProtocol;
  /** Is it TLS that the application itself speaks, so that routes go by the server's name? */
  readonly applicationTls?: boolean;
}

export type Exposure = 'cluster' | 'headless' | 'external-name';

/**
 * A host that a proxy can know: a Kubernetes Service, or a host of a ServiceEntry.
 */
export interface Service extends Element {
  readonly host: string;
  readonly ports: readonly ServicePort[];
  /** Which pods of the namespace are its endpoints; undefined where the object lists them or has none. */
  readonly selector?: Labels;
  /** How its endpoints are found. */
  readonly exposure: Exposure | 'entry';
  /** `MESH_EXTERNAL`: auto mTLS never applies. */
  readonly external: boolean;
  /** Namespaces that may see it; undefined is the mesh's default. */
  readonly exportTo?: readonly string[];
  readonly addresses: readonly string[];
  /** The endpoints that a ServiceEntry lists itself: address and labels. */
  readonly endpoints: readonly ServiceEndpoint[];
  readonly resolution?: string;
}

export interface ServiceEndpoint {
  readonly address: string;
  readonly labels: Labels;
}

export function readService(source: Source, clusterDomain: string): Service {
  const spec = source.reader.object('spec');
  const exportTo = source.reader.object('metadata').map('annotations')?.get('networking.istio.io/exportTo');
  const selector = spec.map('selector');
  const external = spec.string('type') === 'ExternalName';
  const clusterIp = spec.string('clusterIP');
  return {
    host: `${source.name}.${source.namespace}.svc.${clusterDomain}`,
    ports: (spec.objects('ports') ?? []).flatMap(readServicePort),
    ...selector !== undefined && selector.size > 0 && !external ? { selector } : {},
    exposure: external ? 'external-name' : clusterIp === 'None' ? 'headless' : 'cluster',
    external,
    ...exportTo === undefined ? {} : { exportTo: exportTo.split(',').map(part => part.trim()).filter(part => part !== '') },
    addresses: clusterIp === undefined || clusterIp === 'None' || clusterIp === '' ? [] : [clusterIp],
    endpoints: [],
    ...elementOf(source),
  };
}

function readServicePort(port: Reader): ServicePort[] {
  const number = port.number('port');
  if (number === undefined) { return []; }
  const target = (port.value as { targetPort?: unknown }).targetPort;
  const name = port.string('name');
  const spoken = port.string('appProtocol') ?? name?.split('-')[0] ?? '';
  return [{
    ...name === undefined ? {} : { name },
    ...isApplicationTls(spoken) ? { applicationTls: true } : {},
    port: number,
    target: typeof target === 'number' && target !== 0 ? target
      : typeof target === 'string' && target !== '' && target !== '0' ? (/^\d+$/.test(target) ? Number(target) : target)
        : number,
    protocol: servicePortProtocol(number, name, port.string('protocol') ?? 'TCP', port.string('appProtocol')),
  }];
}

/**
 * The hosts of a ServiceEntry, each a service of its own.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/service-entry/
 */
export function readServiceEntry(source: Source): readonly Service[] {
  const spec = source.reader.object('spec');
  const selector = spec.object('workloadSelector').map('labels');
  const exportTo = spec.strings('exportTo');
  const ports = (spec.objects('ports') ?? []).flatMap(readEntryPort);
  const endpoints = (spec.objects('endpoints') ?? []).map(endpoint => ({
    address: endpoint.string('address') ?? '',
    labels: endpoint.map('labels') ?? new Map<string, string>(),
  }));
  const shared = {
    ports,
    ...selector === undefined ? {} : { selector },
    exposure: 'entry' as const,
    // The zero values: MESH_EXTERNAL, NONE.
    external: (spec.string('location') ?? 'MESH_EXTERNAL') === 'MESH_EXTERNAL',
    ...exportTo === undefined ? {} : { exportTo },
    addresses: spec.strings('addresses') ?? [],
    endpoints,
    resolution: spec.string('resolution') ?? 'NONE',
  };
  const hosts = spec.strings('hosts') ?? [];
  const element = elementOf(source);
  return hosts.map(host => ({ host, ...shared, ...element }));
}

function readEntryPort(port: Reader): ServicePort[] {
  const number = port.number('number');
  if (number === undefined) { return []; }
  const name = port.string('name');
  return [{
    ...name === undefined ? {} : { name },
    ...isApplicationTls(port.string('protocol') ?? '') ? { applicationTls: true } : {},
    port: number,
    target: port.number('targetPort') ?? number,
    protocol: protocolNamed(port.string('protocol') ?? '') ?? 'sniffed',
  }];
}

/**
 * The port of a workload's pods to which connections to a service port come by way of a sidecar, or of nobody. The name of a headless
 * Service leads to the pods' own addresses, where nothing makes one port of another; gateways find its endpoints all the same.
 */
export function reachedAt(service: Service, port: ServicePort, workload: Workload): number | undefined {
  return service.exposure === 'headless' ? port.port : targetOf(port, workload);
}

/** The container port that a service port leads to on a workload; undefined where its name is none of the pod's. */
export function targetOf(port: ServicePort, workload: Workload): number | undefined {
  if (typeof port.target === 'number') { return port.target; }
  const wanted = port.protocol === 'udp' ? 'UDP' : 'TCP';
  const named = (container: ContainerPort): boolean => container.name === port.target && container.protocol === wanted && !container.early;
  return workload.ports.find(named)?.port;
}
