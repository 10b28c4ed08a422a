import type { ContainerProps, ISecret } from 'cdk8s-plus-27';
import { EnvValue, ImagePullPolicy } from 'cdk8s-plus-27';
import type { TravelPart } from './travel-parts';
import { APPLICATION_PORTS } from './travel-parts';
import type { Call } from '../../calls/call';
import type { ICallee } from '../../calls/callee';
import { HttpCall } from '../../calls/http-call';
import type { SecureNamespace } from '../../namespaces/secure-namespace';
import { LeastPrivilegeWorkload } from '../../workloads/least-privilege-workload';
import type { PodTemplateProps } from '../../workloads/pod-template-props';

/** The images are root's, and what they run is not: any other user will do. */
const RUN_AS_USER = 1000;

/** What is added to a part of the demo. */
export interface TravelPodOptions {
  /** Whose value a variable has that is the database's password. */
  readonly credentials?: ISecret;
  /** Probes. */
  readonly probes?: Pick<ContainerProps, 'readiness' | 'liveness'>;
}

/** The pods of an application that is written in Go: hardened in every respect. */
export function travelPods(namespace: SecureNamespace, part: TravelPart, options: TravelPodOptions): PodTemplateProps {
  return {
    containers: [{ ...travelContainer(part, options.credentials), ...options.probes }],
    podAnnotations: APPLICATION_PORTS,
    podLabels: injectionLabels(namespace),
    hardening: { runAsUser: RUN_AS_USER },
  };
}

/** Pods ask for their proxies too, so that a Deployment rolls when its namespace joins the mesh or leaves it. */
export function injectionLabels({ injection }: SecureNamespace): { readonly [label: string]: string } {
  return injection.injects ? { 'sidecar.istio.io/inject': 'true' } : {};
}

/** A container of the demo as upstream runs it. */
export function travelContainer({ container, image, env }: TravelPart, credentials?: ISecret): ContainerProps {
  return {
    name: container,
    image,
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    envVariables: Object.fromEntries(Object.entries(env).map(([name, value]) => [name,
      typeof value === 'string' ? EnvValue.fromValue(value) : EnvValue.fromSecretValue({ secret: credentials!, key: value.key })])),
  };
}

/** A workload of the demo that has one version. */
export function travelWorkload(namespace: SecureNamespace, part: TravelPart, options: TravelPodOptions): LeastPrivilegeWorkload {
  return new LeastPrivilegeWorkload(namespace, part.app, {
    ...travelPods(namespace, part, options), port: part.port, version: part.version, deploymentName: part.deployment,
  });
}

/** Calls as narrow as the callee can tell them apart: without a proxy and a policy, it sees connections alone. */
export function asFarAsEnforced(callee: ICallee, ...calls: HttpCall[]): Call[] {
  return callee.toCalleeConfigs().every(({ authorizes }) => authorizes) ? calls : [HttpCall.any()];
}
