import type { ContainerProps } from 'cdk8s-plus-27';
import type { Json } from '../private/rendering';

/** A port of a container by its name, as a Service may point to it. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
}

/**
 * The named ports of a pod, where Kubernetes looks for the target of a Service: in its containers, and in those init containers that
 * keep running beside them.
 */
export function namedPortsOf(podSpec: Json): NamedPort[] {
  const running = [...podSpec.containers ?? [], ...(podSpec.initContainers ?? []).filter((container: Json) => container.restartPolicy === 'Always')];
  return running.flatMap((container: Json) => (container.ports ?? []) as Json[])
    .filter(({ name, protocol = 'TCP' }) => name !== undefined && protocol === 'TCP')
    .map(({ name, containerPort }) => ({ name, port: containerPort }));
}

/** The same of containers that are still to be made. */
export function namedPortsIn(containers: readonly ContainerProps[]): NamedPort[] {
  return containers.flatMap(({ ports = [] }) => ports.flatMap(({ name, number }) => (name === undefined ? [] : [{ name, port: number }])));
}
