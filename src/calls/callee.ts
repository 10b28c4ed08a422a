import type { AppProtocol } from './app-protocol';
import type { MtlsMode } from '../policies/mtls-mode';

/** A port of a callee. */
export interface CalleePort {
  /** The name of the Service's port. */
  readonly name: string;
  /** The Service's port, 1–65535. */
  readonly port: number;
  /** The port of the pods, 1–65535. */
  readonly targetPort: number;
  /** What the port speaks. */
  readonly protocol: AppProtocol;
  /**
   * What the callee's proxy accepts from callers on this port.
   * @default - what it accepts on every port of the callee
   */
  readonly mtls?: MtlsMode;
}

/** Addresses, as a NetworkPolicy writes them. */
export interface AddressBlock {
  /** The block, such as '203.0.113.0/24'. */
  readonly cidr: string;

  /**
   * Blocks inside of it that are not meant.
   * @default - none
   */
  readonly except?: string[];
}

/** What a callee is, as its callers see it. */
export interface CalleeConfig {
  /** What to call it in messages: its construct path. */
  readonly name: string;

  /** The namespace of the Service and its pods. */
  readonly namespace: string;

  /** The fully qualified name of the Service, such as 'reviews.bookinfo.svc.cluster.local'. */
  readonly host: string;

  /**
   * The names of further Services that lead to the same pods on the same ports.
   * @default - none
   */
  readonly otherHosts?: string[];

  /** The Service's ports. */
  readonly ports: CalleePort[];

  /** Labels of the pods that answer; none if it is outside of the cluster. */
  readonly podLabels: { readonly [key: string]: string };

  /**
   * Where it answers, if it is outside of the cluster: then there are no pods of it.
   * @default - its pods answer
   */
  readonly addresses?: AddressBlock[];

  /**
   * Do machines of the mesh answer at these addresses, each with a proxy that enforces what policies say?
   * @default false
   */
  readonly machines?: boolean;

  /** The trust domains whose identities the callee knows: its own, then aliases. */
  readonly trustDomains: string[];

  /**
   * What the callee's proxy accepts from callers.
   * @default - not known, or no proxy
   */
  readonly mtls?: MtlsMode;

  /**
   * A namespace beside its own whose VirtualService and DestinationRule are for its host.
   * @default - none
   */
  readonly routedFrom?: string;

  /**
   * The subset of the host that is these pods alone.
   * @default - the whole Service is meant
   */
  readonly subset?: string;

  /** Is there a policy at the callee that looks at identities, methods and paths? */
  readonly authorizes: boolean;
}

/** Something that is called: a workload, a canary, a version, everything in a namespace, a service that lives elsewhere or outside. */
export interface ICallee {
  /** What is called: one for each Service. */
  toCalleeConfigs(): CalleeConfig[];
}
