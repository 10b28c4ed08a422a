import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { REGISTRY } from './acme-namespace';
import type { LeastPrivilegeWorkloadProps } from 'cdk8s-istio';
import { LeastPrivilegeWorkload } from 'cdk8s-istio';

/** Where services at Acme listen. */
export const SERVICE_PORT = 8080;

export interface AcmeServiceProps extends LeastPrivilegeWorkloadProps {
  /**
   * The version that runs: the tag of the image that is called like the service.
   * @default - `image` says it
   */
  readonly release?: string;

  /**
   * How long callers wait for an answer.
   * @default - 10 seconds, if the ports are not said otherwise
   */
  readonly timeout?: Duration;
}

/** A service as Acme runs them: on port 8080, healthy at /healthz, and answering within some seconds. */
export class AcmeService extends LeastPrivilegeWorkload {
  public constructor(scope: Construct, id: string, { release, timeout, ...props }: AcmeServiceProps) {
    super(scope, id, {
      ...props.ports ? {} : { port: SERVICE_PORT },
      health: '/healthz',
      ...release === undefined ? {} : { image: `${REGISTRY}/${props.name ?? id}:${release}` },
      ...props,
    });
    // Where it brings ports of its own, they may not speak HTTP.
    const answer = timeout ?? (props.ports ? undefined : Duration.seconds(10));
    answer && this.traffic.timeout(answer);
  }
}
