import { isObject } from '../analysis/json';
import { invoke } from '../source-code';
import type { Json, KubeObject } from './kube-object';
import type { Props } from './names';
import { ours } from './names';

/** A port of a Service, as far as a workload of ours can have it. */
export interface ServicePort {
  readonly protocol: string;
  readonly port: number;
  readonly targetPort: number;
  readonly name: string;
}

/** What a port speaks, as Istio reads it of its name, by the method of `WorkloadPort`. */
const METHODS: { readonly [protocol: string]: string } = { http: 'http', http2: 'http2', grpc: 'grpc', tcp: 'tcp', tls: 'tls' };

/**
 * The ports of a Service that a workload can have as its own.
 *
 * @returns the ports, or why the Service has to stay an object
 */
export function ownPorts({ name, manifest }: KubeObject, app: string): readonly ServicePort[] | string {
  const { metadata, spec } = manifest;
  const more = Object.keys(spec ?? {}).filter(field => !['ports', 'selector', 'type'].includes(field));
  if (name !== app) { return `is not called '${app}', as its pods' label app is`; }
  if (!isObject(spec) || !Array.isArray(spec.ports) || spec.ports.length === 0) { return 'has no ports'; }
  if (more.length > 0 || (spec.type ?? 'ClusterIP') !== 'ClusterIP') { return `says ${[...more, ...(spec.type ?? 'ClusterIP') === 'ClusterIP' ? [] : [`type ${spec.type}`]].join(', ')}`; }
  if (JSON.stringify(spec.selector) !== JSON.stringify({ app })) { return 'selects pods by other labels than app'; }
  if (Object.keys(metadata).some(field => !['name', 'namespace', 'labels'].includes(field))) { return 'has more metadata than labels'; }
  const ports = (spec.ports as readonly Json[]).map(port => ownPort(port));
  return ports.find(port => typeof port === 'string') ?? ports as readonly ServicePort[];
}

function ownPort(port: Json): ServicePort | string {
  const { port: number, targetPort = number, name, appProtocol, protocol = 'TCP', ...more } = isObject(port) ? port as Json : {} as Json;
  if (Object.keys(more).length > 0) { return `says ${Object.keys(more).join(', ')} of port ${number}`; }
  if (protocol !== 'TCP' || typeof number !== 'number') { return `has a port for ${protocol}`; }
  if (typeof targetPort !== 'number') { return `leads to a container port by its name, '${targetPort}'`; }
  if (typeof name !== 'string') { return `does not name port ${number}`; }
  const word = String(appProtocol ?? name).startsWith('grpc-web') ? 'grpc-web' : String(appProtocol ?? name).split('-')[0];
  return Object.hasOwn(METHODS, word) ? { protocol: word, port: number, targetPort, name } : `does not say in words of ours what port ${number} speaks ('${appProtocol ?? name}')`;
}

/** `port` or `ports` of a workload. */
export function portsProps(ports: readonly ServicePort[]): Props {
  const [first] = ports;
  if (ports.length === 1 && first.protocol === 'http' && first.name === 'http' && first.targetPort === first.port) { return { port: first.port }; }
  return {
    ports: ports.map(({ protocol, port, targetPort, name }) => {
      const options = { ...name === protocol ? {} : { name }, ...targetPort === port ? {} : { targetPort } };
      return invoke(ours('WorkloadPort'), METHODS[protocol], port, ...Object.keys(options).length > 0 ? [options] : []);
    }),
  };
}
