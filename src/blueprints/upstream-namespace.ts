import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { PodSecurityLevel } from '../namespaces/pod-security';
import { SecureNamespace } from '../namespaces/secure-namespace';
import type { SecureNamespaceProps } from '../namespaces/secure-namespace-props';
import { MtlsMode } from '../policies/mtls-mode';

/**
 * A namespace with an application as its authors have it: nothing is enforced, hardened or refused, unless it is asked for.
 * To compare with, and to follow a tutorial.
 */
export class UpstreamNamespace extends SecureNamespace {
  private readonly objects = new Map<string, ApiObject>();

  public constructor(scope: Construct, id: string, props: SecureNamespaceProps = {}) {
    super(scope, id, {
      ...props,
      mtls: props.mtls ?? MtlsMode.UNSET,
      enforce: props.enforce ?? [],
      podSecurity: props.podSecurity ?? {
        enforce: PodSecurityLevel.PRIVILEGED, warn: PodSecurityLevel.PRIVILEGED, audit: PodSecurityLevel.PRIVILEGED,
      },
    });
  }

  /**
   * An object of upstream's.
   *
   * @param kind such as 'Service'
   * @param name such as 'details'
   */
  public object(kind: string, name: string): ApiObject {
    const object = this.objects.get(`${kind}/${name}`);
    if (!object) {
      throw new Error(`${this.node.path}: upstream has no ${kind} '${name}'; it has ${[...this.objects.keys()].join(', ')}.`);
    }
    return object;
  }

  /**
   * Add an object, field by field as upstream has it.
   * @internal
   */
  public _add(apiVersion: string, kind: string, name: string, rest: object): void {
    const { metadata, ...body } = rest as { metadata?: object };
    this.objects.set(`${kind}/${name}`, new ApiObject(this, `${kind} ${name}`, { apiVersion, kind, metadata: { name, ...metadata }, ...body }));
  }
}
