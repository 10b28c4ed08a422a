import type { ApiObject } from 'cdk8s';
import type { Deployment, IServiceAccount, Service, StatefulSet, Workload } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { DeclaredPodsRegistry } from './declared-pods';
import { readWorkload } from './existing-workload';
import type { LeastPrivilegeWorkloadProps } from './least-privilege-workload-props';
import { WorkloadPods } from './workload-pods';
import type { WorkloadPort } from './workload-port';
import { portModes, portProblems, serverFirstProblems } from './workload-port';
import { WorkloadServices } from './workload-services';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig } from '../calls/callee';
import type { CallerConfig } from '../calls/caller';
import { Calls } from '../calls/calls';
import type { IMeshService } from '../calls/mesh-service';
import { Mechanism } from '../mesh/mechanism';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { Telemetry } from '../observability/telemetry';
import { callerProblems } from '../policies/authorization-policy';
import { principalOf } from '../policies/identity-source';
import { MtlsMode } from '../policies/mtls-mode';
import type { PolicyTarget } from '../policies/policy-emitter';
import { SIDECAR_MODE } from '../policies/policy-emitter';
import { PolicyIndex } from '../policies/policy-index';
import { sidecarHostProblems } from '../policies/sidecar';
import { claim } from '../private/claims';
import { unknownValueProblem } from '../private/known-values';
import { serviceHost, serviceNameProblem } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { ServiceTraffic } from '../traffic/service-traffic';

/**
 * A workload that can be called only as declared, and can call only what it declared: a ServiceAccount of its own, a
 * hardened Deployment, a Service with typed ports, and the policies that follow from its calls.
 *
 * Without a declared call nothing reaches it and it reaches nothing.
 */
export class LeastPrivilegeWorkload extends Construct implements IMeshService {
  /** The workload's name: that of its Service and the value of its pods' label `app`. */
  public readonly name: string;

  /** What the workload calls. */
  public readonly calls: Calls;

  /** What is done to the requests of the workload's callers. */
  public readonly traffic: ServiceTraffic;

  /** What the workload's proxies tell of its traffic. */
  public readonly telemetry: Telemetry;

  /** The Service; undefined if the workload has no ports, or an existing Service. */
  public readonly service?: Service;

  /** The AuthorizationPolicy that admits the callers. */
  public readonly authorizationPolicy: ApiObject;

  /** The Sidecar that knows the callees. */
  public readonly sidecar: ApiObject;

  /** The NetworkPolicy for callers and callees. */
  public readonly networkPolicy: ApiObject;

  /** The PeerAuthentication, emitted only where the namespace emits none, or the workload or a port of it differs. */
  public readonly peerAuthentication: ApiObject;

  private readonly props: LeastPrivilegeWorkloadProps;
  private readonly namespace: SecureNamespace;
  private readonly services: WorkloadServices;
  private readonly pods: WorkloadPods;
  private readonly ports: readonly WorkloadPort[];

  public constructor(scope: Construct, id: string, props: LeastPrivilegeWorkloadProps) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    this.name = props.name ?? id;
    claim(this, `service of namespace '${this.namespace.namespaceName}'`, this.name);
    this.services = new WorkloadServices(this, this.name, props, props.controller);
    this.service = this.services.service;
    this.ports = this.services.ports;
    this.pods = new WorkloadPods(this, props, {
      app: this.name,
      version: props.version ?? 'v1',
      serviceAccountName: this.name,
      ports: this.ports,
      injects: this.namespace.injection.injects,
      controller: props.controller,
      service: this.service,
    });

    this.telemetry = Telemetry._of({
      scope: this,
      name: this.name,
      selector: { app: this.name },
      mesh: () => this.namespace.mesh,
      wider: this.namespace.telemetry._scope,
      injected: () => this.injected,
    });
    const target: PolicyTarget = {
      scope: this,
      name: this.name,
      // Every version: a pod that joins the app is guarded from its first moment.
      selector: { app: this.name },
      mesh: () => this.namespace.mesh,
      enforces: mechanism => this.mechanisms.includes(mechanism),
      baselineIsOpen: () => this.namespace._floorOf(Mechanism.NETWORK_POLICY),
      mtlsIsSaid: () => this.namespace.owned && props.mtls === undefined,
      injected: () => this.injected,
      telemetry: this.telemetry._scope,
      stage: () => this.namespace.rollout,
    };
    const graph = CallGraph.of(this);
    const incoming = () => graph.incoming(this.node.path);
    const outgoing = () => graph.outgoing(this.node.path, this.namespace.node.path);
    const admit = SIDECAR_MODE.admit(target, incoming);
    const confine = SIDECAR_MODE.confine(target, outgoing, () => this.extraSidecarHosts);
    const isolate = SIDECAR_MODE.isolate(target, incoming, outgoing);
    this.authorizationPolicy = admit;
    this.sidecar = confine;
    this.networkPolicy = isolate;
    this.peerAuthentication = SIDECAR_MODE.authenticate(target, () => this.mtls, portModes(this.ports));
    PolicyIndex.of(this).addCaller(this.node.path, confine, isolate);
    PolicyIndex.of(this).addCaller(this.namespace.node.path, confine, isolate);
    PolicyIndex.of(this).addCallee(this.node.path, admit, isolate);

    this.traffic = ServiceTraffic._of(this, this.name, {
      host: () => this.host,
      ports: () => this.ports.map(port => port._toCalleePort()),
      callee: () => this.toCalleeConfigs()[0],
      meshed: () => this.injected,
      versioned: false,
      versions: () => [],
    });

    const others = (props.otherVersions ?? []).map(readWorkload);
    const objects = [this.pods.object, ...others.map(other => (typeof other === 'string' ? undefined : other.object))];
    for (const [i, object] of objects.filter(one => one !== undefined).entries()) {
      DeclaredPodsRegistry.of(this).add(this, () => ({
        construct: this,
        object,
        namespace: this.namespace.namespaceName,
        app: this.name,
        version: i === 0 ? props.version ?? 'v1' : undefined,
        serviceAccountName: this.serviceAccountName,
        injected: this.injected,
        enforce: this.namespace._enforced(this.enforce),
        extraSidecarHosts: this.extraSidecarHosts,
        telemetry: this.telemetry._scope,
      }));
    }
    this.calls = Calls._of(this, this);
    this.namespace._addMember(this);
    Synthesis.of(this).addCheck(this, () => [
      ...this.services.problems(this.pods.labels),
      ...others.filter(other => typeof other === 'string'),
      ...[serviceNameProblem('name', this.name)].filter(problem => problem !== undefined),
      ...(props.enforce ?? []).map(mechanism => unknownValueProblem('mechanism', mechanism, Mechanism)).filter(problem => problem !== undefined),
      ...portProblems(this.ports),
      ...this.namespace._enforceProblems(props.enforce, outgoing().length > 0),
      ...callerProblems(incoming()),
      ...serverFirstProblems(this.ports, this.mtls),
      ...[unknownValueProblem('mTLS mode', props.mtls, MtlsMode)].filter(problem => problem !== undefined),
      ...sidecarHostProblems(props.extraSidecarHosts ?? []),
      ...this.pods.problems,
    ]);
  }

  /** The Deployment; an error if the workload is an existing one, or another controller makes its pods. */
  public get deployment(): Deployment {
    return this.pods.requireDeployment();
  }

  /** The StatefulSet; an error if the workload is an existing one, or another controller makes its pods. */
  public get statefulSet(): StatefulSet {
    return this.pods.requireStatefulSet();
  }

  /** What makes the pods, whichever kind it is, as cdk8s-plus knows it; an error if the workload is an existing one. */
  public get podController(): Workload {
    return this.pods.requireOwn();
  }

  /** The object that makes the pods: the Deployment, or the existing workload's object. */
  public get apiObject(): ApiObject {
    return this.pods.requireObject();
  }

  /** The service account; undefined if an existing workload names one of its own. */
  public get serviceAccount(): IServiceAccount | undefined {
    return this.pods.serviceAccount;
  }

  /** The name of the service account under which the pods run. */
  public get serviceAccountName(): string {
    return this.pods.serviceAccountName;
  }

  /** The identity by which callees know the workload, as policies write it: '<trust domain>/ns/<namespace>/sa/<account>'. */
  public get principal(): string {
    return principalOf(this.toCallerConfigs()[0]);
  }

  /** The labels by which the workload's pods are selected, every version of them, such as for a PodDisruptionBudget. Returns a copy. */
  public get podLabels(): { [label: string]: string } {
    return { app: this.name };
  }

  /** The mechanisms by which calls of and to the workload are enforced. Returns a copy. */
  public get enforce(): Mechanism[] {
    return [...this.mechanisms];
  }

  /** What the workload's proxy accepts from callers. */
  public get mtls(): MtlsMode {
    return this.props.mtls ?? this.namespace.mtls;
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    return [{
      name: this.node.path,
      namespace: this.namespace.namespaceName,
      serviceAccount: this.serviceAccountName,
      trustDomain: this.namespace.mesh.trustDomain,
      podLabels: { app: this.name },
      meshed: this.injected,
    }];
  }

  /** @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    const mesh = this.namespace.mesh;
    return [{
      name: this.node.path,
      namespace: this.namespace.namespaceName,
      host: this.host,
      ...this.services.otherNames.length > 0 ? { otherHosts: this.services.otherNames.map(name => this.hostOf(name)) } : {},
      ports: this.ports.map(port => port._toCalleePort()),
      podLabels: { app: this.name },
      trustDomains: [mesh.trustDomain, ...mesh.trustDomainAliases],
      mtls: this.injected ? this.mtls : undefined,
      authorizes: this.injected && this.mechanisms.includes(Mechanism.AUTHORIZATION_POLICY),
    }];
  }

  private get mechanisms(): readonly Mechanism[] {
    return this.props.enforce ?? this.namespace._enforce;
  }

  private get host(): string {
    return this.hostOf(this.services.serviceName);
  }

  private hostOf(service: string): string {
    return serviceHost(service, this.namespace.namespaceName, this.namespace.mesh.platform.clusterDomain);
  }

  private get injected(): boolean {
    return this.namespace.injection.injects && this.pods.injectable;
  }

  private get extraSidecarHosts(): string[] {
    return [...this.props.extraSidecarHosts ?? this.namespace.extraSidecarHosts];
  }
}
