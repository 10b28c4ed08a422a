import { Duration, Size } from 'cdk8s';
import type { ContainerProps, ContainerResources, EnvFrom, EnvValue as Value, VolumeMount } from 'cdk8s-plus-27';
import { Cpu, EnvValue, ImagePullPolicy, Probe } from 'cdk8s-plus-27';
import type { PodHardening } from './pod-hardening';
import { containerSecurity } from './pod-hardening';
import type { WorkloadPort } from './workload-port';
import { isHttp } from '../calls/app-protocol';

/** The first container of a workload in the simple case. */
export interface SimpleContainer {
  readonly name: string;
  readonly image: string;
  readonly env?: { readonly [name: string]: string };
  readonly envVariables?: { readonly [name: string]: Value };
  readonly envFrom?: readonly EnvFrom[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly health?: string;
  readonly ports: readonly WorkloadPort[];
}

/** Small enough to schedule anywhere; a limit on memory only, since one on CPU throttles. */
export const DEFAULT_RESOURCES: ContainerResources = {
  cpu: { request: Cpu.millis(50) },
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(512) },
};

/** A container with our defaults where the user left cdk8s-plus to choose. */
export function withDefaults(props: ContainerProps, ports: readonly WorkloadPort[], name: string, hardening: PodHardening): ContainerProps {
  const known = [props.portNumber ?? props.port, ...(props.ports ?? []).map(port => port.number)];
  const named = (props.ports ?? []).map(port => port.name);
  const missing = ports.filter((port, i) => !known.includes(port.targetPort) && ports.findIndex(one => one.targetPort === port.targetPort) === i);
  return {
    ...props,
    name: props.name ?? name,
    securityContext: { ...containerSecurity(hardening), ...props.securityContext },
    imagePullPolicy: props.imagePullPolicy ?? (isMutable(props.image) ? ImagePullPolicy.ALWAYS : ImagePullPolicy.IF_NOT_PRESENT),
    resources: props.resources ?? DEFAULT_RESOURCES,
    ports: [...props.ports ?? [], ...missing.map((port, i) => ({
      number: port.targetPort,
      // A name that is taken already is reported of the ports; cdk8s-plus would throw.
      name: named.includes(port.name) || missing.findIndex(other => other.name === port.name) < i ? undefined : port.name,
    }))],
  };
}

/** The container of a workload that is given as an image and a port. */
export function simpleContainer({ name, image, env, envVariables, envFrom, volumeMounts, health, ports }: SimpleContainer): ContainerProps {
  const port = ports.find(one => isHttp(one.protocol)) ?? ports[0];
  return {
    name,
    image,
    envVariables: { ...Object.fromEntries(Object.entries(env ?? {}).map(([key, value]) => [key, EnvValue.fromValue(value)])), ...envVariables },
    ...envFrom ? { envFrom: [...envFrom] } : {},
    ...volumeMounts ? { volumeMounts: [...volumeMounts] } : {},
    ...health !== undefined && port ? healthProbes(health, port.targetPort) : {},
  };
}

/** Ready as soon as the path answers; restarted only after it has been silent for long, so that slow starters start. */
export function healthProbes(path: string, port: number): Probes {
  return { readiness: Probe.fromHttpGet(path, { port }), liveness: Probe.fromHttpGet(path, { port, ...PATIENTLY }) };
}

/** The same for a server that has nothing to ask: ready as soon as its port is open. */
export function socketProbes(port: number): Probes {
  return { readiness: Probe.fromTcpSocket({ port }), liveness: Probe.fromTcpSocket({ port, ...PATIENTLY }) };
}

type Probes = Pick<ContainerProps, 'readiness' | 'liveness'>;

const PATIENTLY = { initialDelaySeconds: Duration.seconds(60), periodSeconds: Duration.seconds(10), failureThreshold: 6 };

/** May the image's tag mean another image tomorrow? */
function isMutable(image: string): boolean {
  const name = image.slice(image.lastIndexOf('/') + 1);
  return !name.includes('@') && (!name.includes(':') || name.endsWith(':latest'));
}
