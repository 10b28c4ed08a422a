import type { DataPlaneMode } from './data-plane-mode';
import type { IdentityForm } from './identity-form';
import type { IstioVersion } from './istio-version';
import type { Mechanism } from './mechanism';
import type { Platform } from './platform';
import type { ExternalAuthorizer } from '../authorization/external-authorizer';
import type { FindingsMode } from '../findings/findings-mode';
import type { DefaultProviders } from '../observability/default-providers';
import type { TelemetryProvider } from '../observability/telemetry-provider';
import type { ProofMode } from '../proof/proof-mode';
import type { MeshReport } from '../reports/mesh-report';
import type { WorkloadDefaults } from '../workloads/workload-defaults';

/** Describes a mesh. */
export interface MeshProps {
  /**
   * The trust domain of every identity in the mesh.
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;

  /**
   * Other trust domains whose identities count as the mesh's own.
   * @default - none
   */
  readonly trustDomainAliases?: string[];

  /**
   * The namespace whose policies hold for the whole mesh.
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;

  /**
   * How the mesh meets a pod's traffic. Anything but the sidecar mode is an error at synth for now.
   * @default DataPlaneMode.SIDECAR
   */
  readonly dataPlaneMode?: DataPlaneMode;

  /**
   * The Istio version that the output is written for.
   * @default IstioVersion.V1_30
   */
  readonly istioVersion?: IstioVersion;

  /**
   * What the cluster brings.
   * @default Platform.istioctl()
   */
  readonly platform?: Platform;

  /**
   * How policies name callers.
   * @default IdentityForm.PRINCIPALS
   */
  readonly identityForm?: IdentityForm;

  /**
   * The mechanisms by which calls are enforced, unless a namespace or a workload says otherwise.
   * @default - all of them
   */
  readonly enforce?: Mechanism[];

  /**
   * What workloads are like unless they or their namespace say otherwise. Create the mesh before them.
   * @default - what the library chooses
   */
  readonly workloadDefaults?: WorkloadDefaults;

  /**
   * Where proxies may send spans and access logs. They are part of `meshConfig()`; what uses them says Telemetry.
   * @default - none but Istio's own
   */
  readonly telemetryProviders?: TelemetryProvider[];

  /**
   * The providers that are used where no Telemetry names one. Every proxy's Sidecar imports their hosts.
   * @default - none
   */
  readonly defaultProviders?: DefaultProviders;

  /**
   * Who may be asked whether requests pass. They are part of `meshConfig()`; about which requests they are asked says
   * `ExternalAuthorization`.
   * @default - none
   */
  readonly authorizers?: ExternalAuthorizer[];

  /**
   * What happens at synth where the manifests allow more than was declared, or less.
   * @default ProofMode.ERROR
   */
  readonly proof?: ProofMode;

  /**
   * What happens at synth with what is found wrong in the manifests.
   * @default FindingsMode.ERROR
   */
  readonly findings?: FindingsMode;

  /**
   * What is written beside the manifests at synth, in the folder `mesh/`: the access table, what is found, the mesh as a picture.
   * @default - none of it
   */
  readonly reports?: MeshReport[];

  /**
   * Manifests that others own, as objects: policies of the root namespace, istiod's ConfigMap `istio`, other teams' namespaces,
   * workloads and policies. They are read, not written: the proof, guard rails and questions about access take them into
   * account, and what this app writes replaces what it has the same name as. `Yaml.load()` of cdk8s reads files.
   * @default - none: what others own is taken for granted, as the proof says
   */
  readonly context?: any[];
}
