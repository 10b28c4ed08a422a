import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { DataPlaneMode } from './data-plane-mode';
import type { IdentityForm } from './identity-form';
import { istioCsrService } from './istio-csr-installation';
import type { IstioVersion } from './istio-version';
import type { Mechanism } from './mechanism';
import type { MeshHelmValues } from './mesh-config';
import type { MeshProps } from './mesh-props';
import { MeshSettings } from './mesh-settings';
import type { Platform } from './platform';
import type { MeshAccessOptions } from '../analysis/access/mesh-access-options';
import type { MeshFindingsOptions } from '../analysis/findings-options';
import type { ExternalAuthorizer } from '../authorization/external-authorizer';
import type { FindingsMode } from '../findings/findings-mode';
import type { Access } from '../guard-rails/access';
import type { DeclaredGuardRail } from '../guard-rails/guard-rail';
import { guardRailProblems } from '../guard-rails/guard-rail';
import type { GuardRailProps } from '../guard-rails/guard-rail-props';
import type { DefaultProviders } from '../observability/default-providers';
import type { MeshTelemetry } from '../observability/mesh-telemetry';
import type { TelemetryProvider } from '../observability/telemetry-provider';
import { declaredAt } from '../private/declared-at';
import { machinesIn } from '../private/machines';
import { perApp } from '../private/per-app';
import { Synthesis } from '../private/synthesis';
import type { DeclaredAcknowledgement } from '../proof/acknowledgement';
import { acknowledgementProblems } from '../proof/acknowledgement';
import type { AcknowledgementProps } from '../proof/acknowledgement-props';
import { AppProof } from '../proof/app-proof';
import { contextOf, contextProblems } from '../proof/context';
import { ownerProblems } from '../proof/owners';
import type { ProofMode } from '../proof/proof-mode';
import { AppReports } from '../reports/app-reports';
import type { MeshReport } from '../reports/mesh-report';
import type { WorkloadDefaults } from '../workloads/workload-defaults';
import { workloadDefaultsProblems } from '../workloads/workload-defaults-problems';

const MESH = Symbol.for('cdk8s-istio.Mesh');

/**
 * Describes the mesh and its platform. It emits nothing: mesh-wide objects belong to one owner, see `MeshDefaults`.
 *
 * A mesh is valid for the construct in which it is created and everything below it. Without one, constructs see a mesh
 * with every default.
 */
export class Mesh extends Construct {
  /** The mesh that is valid for a construct: the one created nearest above it, or one with every default. */
  public static of(scope: IConstruct): Mesh {
    for (let at: IConstruct | undefined = scope; at; at = at.node.scope) {
      const mesh = (at as { [MESH]?: Mesh })[MESH];
      if (mesh) {
        return mesh;
      }
    }
    const root = scope.node.root as IConstruct & { [DEFAULT_MESH]?: Mesh };
    if (!root[DEFAULT_MESH]) {
      // In a tree of its own, so that asking for the mesh changes nothing in the app.
      const mesh = new Mesh(new Construct(undefined as unknown as Construct, ''), 'mesh');
      mesh.home = root;
      Object.defineProperty(root, DEFAULT_MESH, { value: mesh });
    }
    return root[DEFAULT_MESH]!;
  }

  private readonly settings: MeshSettings;
  private readonly duplicateOf?: Mesh;
  private readonly guardRails: DeclaredGuardRail[] = [];
  private readonly acknowledgements: DeclaredAcknowledgement[] = [];
  /** Where what is wrong with its demands is reported: itself, or the app that it is the default of. */
  private home: IConstruct = this;

  public constructor(scope: Construct, id: string, props: MeshProps = {}) {
    super(scope, id);
    this.settings = new MeshSettings(props);
    this.duplicateOf = (scope as { [MESH]?: Mesh })[MESH];
    if (!this.duplicateOf) {
      Object.defineProperty(scope, MESH, { value: this });
    }
    // The first mesh of an app is what questions about the app's access are answered by, unless they say otherwise; and its findings.
    perApp(this, 'MeshAccessOptions', () => (): MeshAccessOptions => this._accessOptions());
    perApp(this, 'MeshFindingsOptions', () => (): MeshFindingsOptions => ({ ...this._accessOptions(), istioVersion: this.istioVersion.toString() }));
    Synthesis.of(this).addAppCheck(`owners in the context of ${this.node.path}`, synthesized =>
      ownerProblems(this, synthesized, object => Mesh.of(object) === this));
    if (this.settings.reports.length > 0) {
      AppReports.of(this).add(this);
    }
    Synthesis.of(this).addCheck(this, () => [
      ...this.settings.problems(),
      ...workloadDefaultsProblems(this.workloadDefaults),
      ...contextProblems(this, contextOf(this)),
      ...isInsideOfChart(this) ? ['stands inside a namespace, whose own policies are made for one mesh; create it in the App, or directly in the namespace.'] : [],
      ...this.duplicateOf ? [`'${this.duplicateOf.node.path}' already describes the mesh here; keep one of the two.`] : [],
    ]);
  }

  /**
   * A guard rail: the boundaries must let no request of this set through, whoever declares or patches what. Boundaries are mutual
   * TLS with AuthorizationPolicy, and NetworkPolicy; a caller's own proxy is none. What cannot be decided is an error too.
   *
   * It holds for all manifests of the app and of the mesh's `context`, whatever `proof` says.
   */
  public never(access: Access, props: GuardRailProps): void {
    this.demand({ kind: 'never', access, reason: props.reason, ...placeOf(declaredAt()) });
  }

  /**
   * A guard rail: every request of this set must come through, through all layers, whoever declares or patches what. Requests are
   * for the hosts of the callees' Services, unless `hosts` says otherwise, and bear no token. What cannot be decided is an error too.
   */
  public always(access: Access, props: GuardRailProps): void {
    this.demand({ kind: 'always', access, reason: props.reason, ...placeOf(declaredAt()) });
  }

  /**
   * Accept one difference that the proof found. It is that one alone: another or a larger hole in the same place is another
   * difference. An acknowledgement of what is no difference (any more) is an error.
   *
   * @param difference what the error calls it, such as 'safety:networkPolicy:shop/cart-v1:Ingress:0123456789abcdef'
   */
  public acknowledge(difference: string, props: AcknowledgementProps): void {
    this.hold();
    this.acknowledgements.push({ difference, reason: props.reason, ...placeOf(declaredAt()) });
  }

  /**
   * What it demands.
   * @internal
   */
  public get _guardRails(): readonly DeclaredGuardRail[] {
    return this.guardRails;
  }

  /**
   * What it accepts.
   * @internal
   */
  public get _acknowledgements(): readonly DeclaredAcknowledgement[] {
    return this.acknowledgements;
  }

  /**
   * What questions about access need to know of the mesh.
   * @internal
   */
  public _accessOptions(): MeshAccessOptions {
    const machines = machinesIn(this.home);
    return {
      trustDomain: this.trustDomain,
      trustDomainAliases: this.trustDomainAliases,
      rootNamespace: this.rootNamespace,
      clusterDomain: this.platform.clusterDomain,
      registryOnly: true,
      ...this.context.length === 0 ? {} : { context: this.context },
      ...machines.length === 0 ? {} : { machinesWithProxy: machines },
      ingressGateways: Object.values(this.platform.ingressGateways).map(({ namespace, serviceAccount, podLabels }) =>
        ({ namespace, serviceAccount, labels: podLabels })),
    };
  }

  /** The trust domain of every identity in the mesh. */
  public get trustDomain(): string {
    return this.settings.trustDomain;
  }

  /** Other trust domains whose identities count as the mesh's own. Returns a copy. */
  public get trustDomainAliases(): string[] {
    return [...this.settings.trustDomainAliases];
  }

  /** The namespace whose policies hold for the whole mesh. */
  public get rootNamespace(): string {
    return this.settings.rootNamespace;
  }

  /** How the mesh meets a pod's traffic. */
  public get dataPlaneMode(): DataPlaneMode {
    return this.settings.dataPlaneMode;
  }

  /** The Istio version that the output is written for. */
  public get istioVersion(): IstioVersion {
    return this.settings.istioVersion;
  }

  /** How policies name callers. */
  public get identityForm(): IdentityForm {
    return this.settings.identityForm;
  }

  /** What the cluster brings. */
  public get platform(): Platform {
    return this.settings.platform;
  }

  /** The mechanisms by which calls are enforced by default. Returns a copy. */
  public get enforce(): Mechanism[] {
    return [...this.settings.enforce];
  }

  /**
   * The same, and no copy: it is asked of every workload.
   * @internal
   */
  public get _enforce(): readonly Mechanism[] {
    return this.settings.enforce;
  }

  /** What workloads are like unless they or their namespace say otherwise. Returns a copy. */
  public get workloadDefaults(): WorkloadDefaults {
    return { ...this.settings.workloadDefaults };
  }

  /** Manifests that others own. Returns a copy. */
  public get context(): any[] {
    return [...this.settings.context];
  }

  /** Where proxies may send spans and access logs. Returns a copy. */
  public get telemetryProviders(): TelemetryProvider[] {
    return [...this.settings.telemetry.providers];
  }

  /** The providers that are used where no Telemetry names one. Returns a copy. */
  public get defaultProviders(): DefaultProviders {
    const { tracing, accessLogs } = this.settings.telemetry.defaults;
    return { ...tracing ? { tracing } : {}, ...accessLogs ? { accessLogs: [...accessLogs] } : {} };
  }

  /** Who may be asked whether requests pass. Returns a copy. */
  public get authorizers(): ExternalAuthorizer[] {
    return [...this.settings.authorizers.all];
  }

  /**
   * Is the authorizer one of the mesh's?
   * @internal
   */
  public _knows(authorizer: ExternalAuthorizer): boolean {
    return this.settings.authorizers.has(authorizer);
  }

  /**
   * The providers of the mesh.
   * @internal
   */
  public get _telemetry(): MeshTelemetry {
    return this.settings.telemetry;
  }

  /** What happens at synth where manifests and declarations differ. */
  public get proof(): ProofMode {
    return this.settings.proof;
  }

  /** What happens at synth with what is found wrong in the manifests. */
  public get findings(): FindingsMode {
    return this.settings.findings;
  }

  /** What is written beside the manifests at synth. */
  public get reports(): MeshReport[] {
    return [...this.settings.reports];
  }

  /**
   * The MeshConfig on which the output relies, as values for Istio's `istiod` Helm chart.
   *
   * Set nothing weaker: another trust domain voids every policy, and proxies that do not normalize paths see other paths
   * than the policies mean.
   */
  public meshConfig(): MeshHelmValues {
    return {
      meshConfig: {
        trustDomain: this.trustDomain,
        trustDomainAliases: this.trustDomainAliases,
        rootNamespace: this.rootNamespace,
        enableAutoMtls: true,
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
        pathNormalization: { normalization: 'BASE' },
        ...this.settings.telemetry.values,
        ...this.settings.authorizers.beside(this.settings.telemetry.values),
      },
      ...this.platform.istioCsr
        ? { global: { caAddress: istioCsrService(this.platform.istioCsr).address }, pilot: { env: { ENABLE_CA_SERVER: 'false' } } } : {},
    };
  }

  private demand(rail: DeclaredGuardRail): void {
    this.hold();
    this.guardRails.push(rail);
  }

  /** See to it that what is demanded is looked at. */
  private hold(): void {
    if (this.guardRails.length + this.acknowledgements.length === 0) {
      AppProof.of(this.home).addMesh(this);
      const synthesis = Synthesis.of(this.home);
      const problems = (): string[] => [...this.guardRails.flatMap(guardRailProblems), ...acknowledgementProblems(this.acknowledgements)];
      if (this.home === this) {
        synthesis.addCheck(this, problems);
      } else {
        synthesis.addAppCheck('demands of the default mesh', () => new Map(problems().length > 0 ? [[this.home, problems()]] : []));
      }
    }
  }
}

function placeOf(place: string | undefined): { readonly place?: string } {
  return place === undefined ? {} : { place };
}

/** Does the construct stand deeper in a chart than directly? */
function isInsideOfChart(construct: IConstruct): boolean {
  const scope = construct.node.scope;
  return scope !== undefined && !Chart.isChart(scope) && construct.node.scopes.some(one => Chart.isChart(one));
}

const DEFAULT_MESH = Symbol.for('cdk8s-istio.DefaultMesh');
