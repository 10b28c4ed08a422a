import type { Injection } from './injection';
import type { PodSecurity } from './pod-security';
import type { RolloutStage } from './rollout-stage';
import type { Mechanism } from '../mesh/mechanism';
import type { MtlsMode } from '../policies/mtls-mode';
import type { WorkloadDefaults } from '../workloads/workload-defaults';

/** How a namespace is secured. */
export interface SecureNamespaceProps {
  /**
   * The namespace's name.
   * @default - the construct's id
   */
  readonly namespace?: string;

  /**
   * Does somebody else own the namespace? Then nothing namespace-wide is emitted; each workload brings its own policies,
   * baseline and mutual TLS, and `reliesOn` states what is taken for granted.
   * @default false
   */
  readonly adopt?: boolean;

  /**
   * Labels of the Namespace, beside those for injection and Pod Security.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };

  /**
   * The application that the objects belong to: the value of their label `app.kubernetes.io/part-of`.
   * @default - the namespace's name
   */
  readonly partOf?: string;

  /**
   * How pods get their proxies.
   * @default Injection.enabled()
   */
  readonly injection?: Injection;

  /**
   * What Pod Security does with the pods.
   * @default - warn and audit `restricted`; enforce it where the platform has istio-cni
   */
  readonly podSecurity?: PodSecurity;

  /**
   * How much is enforced yet, for a namespace that is not born with least privilege.
   * @default RolloutStage.ENFORCE
   */
  readonly rollout?: RolloutStage;

  /**
   * What proxies accept from callers.
   * @default MtlsMode.STRICT; MtlsMode.PERMISSIVE while the rollout only observes
   */
  readonly mtls?: MtlsMode;

  /**
   * The mechanisms by which calls are enforced, unless a workload says otherwise.
   * @default - those of the mesh
   */
  readonly enforce?: Mechanism[];

  /**
   * What workloads are like unless they say otherwise.
   * @default - what the mesh says
   */
  readonly workloadDefaults?: WorkloadDefaults;

  /**
   * Hosts that every proxy of the namespace may know beside the services that it calls, as `namespace/host`, for example
   * 'istio-system/*'. They are no part of the declared calls: each is a widening.
   * @default - none
   */
  readonly extraSidecarHosts?: string[];
}
