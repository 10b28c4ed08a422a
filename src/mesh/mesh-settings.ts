import { DataPlaneMode } from './data-plane-mode';
import { IdentityForm } from './identity-form';
import { IstioVersion } from './istio-version';
import { Mechanism } from './mechanism';
import type { MeshProps } from './mesh-props';
import { Platform } from './platform';
import { platformProblems } from './platform-problems';
import { MeshAuthorizers } from '../authorization/mesh-authorizers';
import { FindingsMode } from '../findings/findings-mode';
import { MeshTelemetry } from '../observability/mesh-telemetry';
import { unknownValueProblem } from '../private/known-values';
import { dnsLabelProblem, dnsSubdomainProblem } from '../private/naming';
import { ProofMode } from '../proof/proof-mode';
import { MeshReport } from '../reports/mesh-report';
import type { WorkloadDefaults } from '../workloads/workload-defaults';

/** The settings of a mesh with every default filled in. */
export class MeshSettings {
  public readonly trustDomain: string;
  public readonly trustDomainAliases: string[];
  public readonly rootNamespace: string;
  public readonly dataPlaneMode: DataPlaneMode;
  public readonly istioVersion: IstioVersion;
  public readonly identityForm: IdentityForm;
  public readonly platform: Platform;
  public readonly enforce: Mechanism[];
  public readonly workloadDefaults: WorkloadDefaults;
  public readonly telemetry: MeshTelemetry;
  public readonly authorizers: MeshAuthorizers;
  public readonly proof: ProofMode;
  public readonly findings: FindingsMode;
  public readonly reports: MeshReport[];
  public readonly context: unknown[];

  public constructor(props: MeshProps) {
    this.trustDomain = props.trustDomain ?? 'cluster.local';
    this.trustDomainAliases = [...props.trustDomainAliases ?? []];
    this.rootNamespace = props.rootNamespace ?? 'istio-system';
    this.dataPlaneMode = props.dataPlaneMode ?? DataPlaneMode.SIDECAR;
    this.istioVersion = props.istioVersion ?? IstioVersion.V1_30;
    this.identityForm = props.identityForm ?? IdentityForm.PRINCIPALS;
    this.platform = props.platform ?? Platform.istioctl();
    this.enforce = [...props.enforce ?? Object.values(Mechanism)];
    this.workloadDefaults = { ...props.workloadDefaults };
    this.telemetry = new MeshTelemetry([...props.telemetryProviders ?? []], props.defaultProviders ?? {}, this.platform.clusterDomain);
    this.authorizers = new MeshAuthorizers([...props.authorizers ?? []], this.platform.clusterDomain);
    this.proof = props.proof ?? ProofMode.ERROR;
    this.findings = props.findings ?? FindingsMode.ERROR;
    this.reports = [...props.reports ?? []];
    this.context = [...props.context ?? []];
  }

  public problems(): string[] {
    const problems = [this.trustDomain, ...this.trustDomainAliases].map(domain => dnsSubdomainProblem('trust domain', domain));
    problems.push(
      dnsLabelProblem('root namespace', this.rootNamespace), this.istioVersion._problem,
      ...platformProblems(this.platform),
      ...this.telemetry.problems(),
      ...this.authorizers.problems(this.telemetry.providers.map(({ name }) => name)),
      unknownValueProblem('proof mode', this.proof, ProofMode),
      unknownValueProblem('findings mode', this.findings, FindingsMode),
      ...this.reports.map(report => unknownValueProblem('report', report, MeshReport)),
      unknownValueProblem('identity form', this.identityForm, IdentityForm),
      ...this.enforce.map(mechanism => unknownValueProblem('mechanism', mechanism, Mechanism)),
    );
    if (this.dataPlaneMode !== DataPlaneMode.SIDECAR) {
      problems.push(`data plane mode '${this.dataPlaneMode}' is not supported yet; use DataPlaneMode.SIDECAR.`);
    }
    return problems.filter(problem => problem !== undefined);
  }
}
