/**
 * A workload, by the name of the object that holds its pods.
 */
export interface AccessWorkload {
  readonly namespace: string;
  /** The name of the Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod or Rollout. */
  readonly workload: string;
}

/**
 * Who asks.
 */
export class AccessCaller {
  /**
   * A workload of the manifests.
   *
   * @param address the address of its pod: without it, a rule about source addresses is unknown unless it covers all or none
   */
  public static workload(namespace: string, workload: string, address?: string): AccessCaller {
    return new AccessCaller({ namespace, workload, ...address === undefined ? {} : { address } });
  }

  /**
   * An identity of the mesh without a pod, such as `cluster.local/ns/shop/sa/web`: only the callee's own layers are asked.
   */
  public static principal(principal: string, address?: string): AccessCaller {
    return new AccessCaller({ principal, ...address === undefined ? {} : { address } });
  }

  /**
   * Somebody who reaches the pod's address, in plaintext and without identity.
   */
  public static outside(address?: string): AccessCaller {
    return new AccessCaller({ outside: true, ...address === undefined ? {} : { address } });
  }

  /**
   * Somebody who comes through a gateway, by the host of the request.
   */
  public static internet(address?: string): AccessCaller {
    return new AccessCaller({ internet: true, ...address === undefined ? {} : { address } });
  }

  private constructor(private readonly json: { readonly [key: string]: string | boolean }) {}

  /**
   * As it stands in a file of requests.
   *
   * @internal
   */
  public _toJson(): { readonly [key: string]: string | boolean } {
    return this.json;
  }
}

/**
 * One request, of which the question is what happens to it.
 */
export interface AccessRequest {
  readonly from: AccessCaller;
  readonly to: AccessWorkload;
  /** The callee's container port, not the port of its Service. */
  readonly port: number;
  /**
   * The HTTP method.
   * @default - not HTTP: bytes over TCP
   */
  readonly method?: string;
  /** @default / */
  readonly path?: string;
  /**
   * What the request has for a host.
   * @default - the host of a Service that has the callee behind it, with the Service's port
   */
  readonly host?: string;
  /** @default - none */
  readonly headers?: { readonly [name: string]: string };
  /**
   * The claims of a genuine, unexpired token that the request carries.
   * @default - no token
   */
  readonly claims?: { readonly [claim: string]: unknown };
}
