import type { ApiObject } from 'cdk8s';
import type { Service } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { CanaryServiceProps } from './canary-service-props';
import type { CanaryVersionProps } from './canary-version';
import { CanaryVersion } from './canary-version';
import { ServiceTraffic } from './service-traffic';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig } from '../calls/callee';
import type { CallerConfig } from '../calls/caller';
import { Calls } from '../calls/calls';
import type { IMeshService } from '../calls/mesh-service';
import { Mechanism } from '../mesh/mechanism';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { Telemetry } from '../observability/telemetry';
import { callerProblems } from '../policies/authorization-policy';
import { MtlsMode } from '../policies/mtls-mode';
import { SIDECAR_MODE } from '../policies/policy-emitter';
import { PolicyIndex } from '../policies/policy-index';
import { sidecarHostProblems } from '../policies/sidecar';
import { claim } from '../private/claims';
import { unknownValueProblem } from '../private/known-values';
import { serviceHost, serviceNameProblem, sorted } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { portModes, portProblems, serverFirstProblems, WorkloadPort } from '../workloads/workload-port';
import { createService } from '../workloads/workload-service';

/**
 * One Service and several versions behind it, each a workload with an identity of its own; weights decide how much of
 * the traffic each gets. The DestinationRule's subsets and the VirtualService follow from the versions.
 *
 * A call to the service is admitted by every version; what a version calls, it declares itself.
 */
export class CanaryService extends Construct implements IMeshService {
  /** The Service's name and the value of the pods' label `app`. */
  public readonly name: string;

  /** What every version calls. */
  public readonly calls: Calls;

  /** What is done to the requests of the service's callers. */
  public readonly traffic: ServiceTraffic;

  /** What the proxies of all versions tell of their traffic. */
  public readonly telemetry: Telemetry;

  /** The Service; undefined if there are no ports. */
  public readonly service?: Service;

  /** The DestinationRule with a subset for each version. */
  public readonly destinationRule: ApiObject;

  /** The VirtualService with the weights. */
  public readonly virtualService: ApiObject;

  /** The AuthorizationPolicy that admits the callers to every version. */
  public readonly authorizationPolicy: ApiObject;

  /** The NetworkPolicy that admits the callers to every version. */
  public readonly networkPolicy: ApiObject;

  /** The PeerAuthentication, emitted only where the namespace emits none, or the service or a port of it differs. */
  public readonly peerAuthentication: ApiObject;

  private readonly props: CanaryServiceProps;
  private readonly namespace: SecureNamespace;
  private readonly ports: readonly WorkloadPort[];
  private readonly versions: { readonly version: CanaryVersion; readonly weight?: number }[] = [];

  public constructor(scope: Construct, id: string, props: CanaryServiceProps) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    this.name = props.name ?? id;
    this.ports = props.ports ?? (props.port === undefined ? [] : [WorkloadPort.http(props.port)]);
    claim(this, `service of namespace '${this.namespace.namespaceName}'`, this.name);
    if (this.ports.length > 0) {
      this.service = createService(this, this.name, this.ports);
    }

    this.telemetry = Telemetry._of({
      scope: this,
      name: this.name,
      selector: { app: this.name },
      mesh: () => this.namespace.mesh,
      wider: this.namespace.telemetry._scope,
      injected: () => this.namespace.injection.injects,
    });
    const target = {
      scope: this,
      name: this.name,
      selector: { app: this.name },
      mesh: () => this.namespace.mesh,
      enforces: (mechanism: Mechanism) => this.enforce.includes(mechanism),
      baselineIsOpen: () => this.namespace._floorOf(Mechanism.NETWORK_POLICY),
      mtlsIsSaid: () => this.namespace.owned && props.mtls === undefined,
      injected: () => this.namespace.injection.injects,
      telemetry: this.telemetry._scope,
      stage: () => this.namespace.rollout,
    };
    const incoming = () => CallGraph.of(this).incoming(this.node.path);
    const admit = SIDECAR_MODE.admit(target, incoming);
    const isolate = SIDECAR_MODE.isolate(target, incoming, undefined);
    this.authorizationPolicy = admit;
    this.networkPolicy = isolate;
    this.peerAuthentication = SIDECAR_MODE.authenticate(target, () => this.mtls, portModes(this.ports));
    PolicyIndex.of(this).addCallee(this.node.path, admit, isolate);

    this.traffic = ServiceTraffic._of(this, this.name, {
      host: () => this.host,
      ports: () => this.ports.map(port => port._toCalleePort()),
      callee: () => this.toCalleeConfigs()[0],
      meshed: () => this.toCallerConfigs().some(({ meshed }) => meshed),
      versioned: true,
      versions: () => this.sortedVersions,
    });
    this.destinationRule = this.traffic.destinationRule;
    this.virtualService = this.traffic.virtualService;

    this.calls = Calls._of(this, this);
    this.namespace._addMember(this);
    Synthesis.of(this).addCheck(this, () => this.problems());
  }

  /**
   * Add a version.
   *
   * @param version the value of the pods' label `version`, a DNS label such as 'v1'
   */
  public addVersion(version: string, props: CanaryVersionProps): CanaryVersion {
    // A name that is taken is reported at synth, with everything else.
    const id = version === '' || this.node.tryFindChild(version) ? `${version} (${this.versions.length + 1})` : version;
    const handle = CanaryVersion._of(this, id, version, this.namespace, this.ports, props);
    this.versions.push({ version: handle, weight: props.weight });
    this.traffic._addVersion(handle.node.path, version);
    CallGraph.of(this).invalidate();
    return handle;
  }

  /** The fully qualified name of the Service. */
  public get host(): string {
    return serviceHost(this.name, this.namespace.namespaceName, this.namespace.mesh.platform.clusterDomain);
  }

  /** The labels by which the pods of every version are selected, such as for a PodDisruptionBudget. Returns a copy. */
  public get podLabels(): { [label: string]: string } {
    return { app: this.name };
  }

  /** The mechanisms by which calls of and to the versions are enforced. Returns a copy. */
  public get enforce(): Mechanism[] {
    return [...this.props.enforce ?? this.namespace.enforce];
  }

  /** What the versions' proxies accept from callers. */
  public get mtls(): MtlsMode {
    return this.props.mtls ?? this.namespace.mtls;
  }

  /** Hosts that the versions' proxies may know beside the services that they call. Returns a copy. */
  public get extraSidecarHosts(): string[] {
    return [...this.props.extraSidecarHosts ?? this.namespace.extraSidecarHosts];
  }

  /** Every version, each with its own identity. @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    return this.versions.flatMap(({ version }) => version.toCallerConfigs());
  }

  /** @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    const mesh = this.namespace.mesh;
    return [{
      name: this.node.path,
      namespace: this.namespace.namespaceName,
      host: this.host,
      ports: this.ports.map(port => port._toCalleePort()),
      podLabels: { app: this.name },
      trustDomains: [mesh.trustDomain, ...mesh.trustDomainAliases],
      mtls: this.namespace.injection.injects ? this.mtls : undefined,
      // A version without a proxy would let everything in.
      authorizes: this.toCallerConfigs().every(version => version.meshed) && this.namespace.injection.injects
        && this.enforce.includes(Mechanism.AUTHORIZATION_POLICY),
    }];
  }

  private get sortedVersions(): { readonly version: string; readonly weight?: number }[] {
    return sorted(this.versions.map(({ version, weight }) => ({ version: version.version, weight })), ({ version }) => version);
  }

  private problems(): string[] {
    const graph = CallGraph.of(this);
    const outgoing = graph.outgoing(...this.versions.map(({ version }) => version.node.path));
    const problems = [
      serviceNameProblem('name', this.name),
      ...portProblems(this.ports),
      ...this.namespace._enforceProblems(this.props.enforce, outgoing.length > 0),
      ...callerProblems(graph.incoming(this.node.path)),
      ...serverFirstProblems(this.ports, this.mtls),
      unknownValueProblem('mTLS mode', this.props.mtls, MtlsMode),
      ...sidecarHostProblems(this.props.extraSidecarHosts ?? []),
      ...(this.props.enforce ?? []).map(mechanism => unknownValueProblem('mechanism', mechanism, Mechanism)),
    ];
    if (this.props.port !== undefined && this.props.ports) {
      problems.push("is told its ports twice; give one of 'port' and 'ports'.");
    }
    if (this.ports.length === 0) {
      problems.push("has no port, so nothing can be split; give a 'port' or 'ports'.");
    }
    if (this.versions.length === 0) {
      problems.push('has no version; add one with addVersion().');
    } else {
      problems.push(...this.versionProblems());
    }
    return problems.filter(problem => problem !== undefined);
  }

  private versionProblems(): string[] {
    const names = this.versions.map(({ version }) => version.version);
    const problems = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(name =>
      `version '${name}' is added twice; give each version its own name.`);
    const meshed = (wanted: boolean) => this.versions.filter(({ version }) => version.toCallerConfigs()[0].meshed === wanted)
      .map(({ version }) => `'${version.version}'`);
    if (this.namespace.injection.injects && meshed(false).length > 0 && meshed(true).length > 0) {
      problems.push(`version ${meshed(false).join(', ')} has no proxy and ${meshed(true).join(', ')} has one, so callers would be admitted by chance; inject all of them, or none.`);
    }
    for (const { version } of this.versions) {
      // A gateway leads to the version by itself; in the mesh, routes decide.
      const callers = CallGraph.of(this).incoming(version.node.path).filter(({ caller, copyOf }) => !caller.routes && !copyOf).map(({ caller }) => `'${caller.name}'`);
      if (callers.length > 0 && !this.traffic._leadsTo(version.version)) {
        problems.push(`version '${version.version}' is called by ${[...new Set(callers)].join(', ')} and has weight 0, so no request reaches it; give it a weight, or call the service.`);
      }
    }
    return problems;
  }
}
