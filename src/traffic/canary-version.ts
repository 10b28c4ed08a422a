import type { ApiObject } from 'cdk8s';
import type { Deployment, IServiceAccount, Workload } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig, ICallee } from '../calls/callee';
import type { CallerConfig, ICaller } from '../calls/caller';
import { Calls } from '../calls/calls';
import { Mechanism } from '../mesh/mechanism';
import type { SecureNamespace } from '../namespaces/secure-namespace';
import { Telemetry } from '../observability/telemetry';
import { principalOf } from '../policies/identity-source';
import { SIDECAR_MODE } from '../policies/policy-emitter';
import { PolicyIndex } from '../policies/policy-index';
import { dnsLabelProblem } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { DeclaredPodsRegistry } from '../workloads/declared-pods';
import type { PodTemplateProps } from '../workloads/pod-template-props';
import { WorkloadPods } from '../workloads/workload-pods';
import type { WorkloadPort } from '../workloads/workload-port';

/** A version of a service: what runs, and its share of the traffic. */
export interface CanaryVersionProps extends PodTemplateProps {
  /**
   * The version's share of the service's traffic in percent, a whole number from 0 to 100. The shares of all versions add
   * up to 100.
   * @default - 0; the only version takes 100
   */
  readonly weight?: number;
}

/** The service to which a version belongs, as far as the version must know it. */
interface VersionedService extends Construct {
  readonly name: string;
  readonly enforce: Mechanism[];
  readonly extraSidecarHosts: string[];
  readonly telemetry: Telemetry;
  toCalleeConfigs(): CalleeConfig[];
}

/**
 * A version of a `CanaryService`: a workload with an identity and calls of its own. Made by `CanaryService.addVersion()`.
 *
 * As a callee it stands for its own pods alone: a caller that may call one version is refused by the others.
 */
export class CanaryVersion extends Construct implements ICaller, ICallee {
  /** @internal */
  public static _of(
    service: VersionedService, id: string, version: string, namespace: SecureNamespace, ports: readonly WorkloadPort[], props: CanaryVersionProps,
  ): CanaryVersion {
    return new CanaryVersion(service, id, version, namespace, ports, props);
  }

  /** The version: the value of the pods' label `version`, and the subset's name. */
  public readonly version: string;

  /** What the version calls. */
  public readonly calls: Calls;

  /** What the version's proxies tell of its traffic; it excludes telemetry of the service. */
  public readonly telemetry: Telemetry;

  /** The AuthorizationPolicy for callers of this version alone; emitted only if there are any. */
  public readonly authorizationPolicy: ApiObject;

  /** The Sidecar that knows the version's callees. */
  public readonly sidecar: ApiObject;

  /** The NetworkPolicy for the version's callees, and for callers of this version alone. */
  public readonly networkPolicy: ApiObject;

  private readonly pods: WorkloadPods;

  private constructor(
    private readonly service: VersionedService, id: string, version: string, private readonly namespace: SecureNamespace,
    ports: readonly WorkloadPort[], props: CanaryVersionProps,
  ) {
    super(service, id);
    this.version = version;
    const name = `${service.name}-${version}`;
    this.pods = new WorkloadPods(this, props, {
      app: service.name, version, serviceAccountName: name, ports, injects: namespace.injection.injects,
    });

    this.telemetry = Telemetry._of({
      scope: this,
      name,
      selector: this.labels,
      mesh: () => namespace.mesh,
      wider: service.telemetry._scope,
      injected: () => this.injected,
      problem: () => (service.telemetry._scope.isSaid
        ? `its pods are those of '${service.node.path}' too, of which something is said, and Istio reads one Telemetry of both; say it of one of them.` : undefined),
    });
    const target = {
      scope: this,
      name,
      selector: this.labels,
      mesh: () => namespace.mesh,
      enforces: (mechanism: Mechanism) => service.enforce.includes(mechanism),
      baselineIsOpen: () => namespace._floorOf(Mechanism.NETWORK_POLICY),
      mtlsIsSaid: () => namespace.owned,
      injected: () => this.injected,
      telemetry: this.telemetry._scope,
      stage: () => namespace.rollout,
    };
    const graph = CallGraph.of(this);
    const incoming = () => graph.incoming(this.node.path);
    const outgoing = () => graph.outgoing(this.node.path, namespace.node.path);
    const admit = SIDECAR_MODE.admit(target, incoming, () => incoming().length > 0);
    const confine = SIDECAR_MODE.confine(target, outgoing, () => service.extraSidecarHosts);
    // The service's own policy isolates every version against callers; here only what is open for this one is added.
    const isolate = SIDECAR_MODE.isolate(target, () => (incoming().length > 0 ? incoming() : undefined), outgoing);
    this.authorizationPolicy = admit;
    this.sidecar = confine;
    this.networkPolicy = isolate;
    PolicyIndex.of(this).addCaller(this.node.path, confine, isolate);
    PolicyIndex.of(this).addCaller(namespace.node.path, confine, isolate);
    PolicyIndex.of(this).addCallee(this.node.path, admit, isolate);

    const object = this.pods.object;
    if (object) {
      DeclaredPodsRegistry.of(this).add(this, () => ({
        construct: this,
        object,
        namespace: namespace.namespaceName,
        app: service.name,
        version,
        serviceAccountName: this.serviceAccountName,
        injected: this.injected,
        enforce: namespace._enforced(service.enforce),
        extraSidecarHosts: service.extraSidecarHosts,
        telemetry: this.telemetry._scope,
      }));
    }
    this.calls = Calls._of(this, this);
    Synthesis.of(this).addCheck(this, () => [
      ...[dnsLabelProblem('version', version)].filter(problem => problem !== undefined),
      ...this.pods.problems,
    ]);
  }

  /** The Deployment; an error if the version is an existing workload. */
  public get deployment(): Deployment {
    return this.pods.requireDeployment();
  }

  /** What makes the pods, as cdk8s-plus knows it; an error if the version is an existing workload. */
  public get podController(): Workload {
    return this.pods.requireOwn();
  }

  /** The labels by which the version's pods are selected, such as for a PodDisruptionBudget. Returns a copy. */
  public get podLabels(): { [label: string]: string } {
    return { ...this.labels };
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

  /** The identity by which callees know the version, as policies write it: '<trust domain>/ns/<namespace>/sa/<account>'. */
  public get principal(): string {
    return principalOf(this.toCallerConfigs()[0]);
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    return [{
      name: this.node.path,
      namespace: this.namespace.namespaceName,
      serviceAccount: this.serviceAccountName,
      trustDomain: this.namespace.mesh.trustDomain,
      podLabels: this.labels,
      meshed: this.injected,
    }];
  }

  /** The service, with this version's pods alone. @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    return this.service.toCalleeConfigs().map(config => ({
      ...config,
      name: this.node.path,
      podLabels: this.labels,
      subset: this.version,
      authorizes: this.injected && this.service.enforce.includes(Mechanism.AUTHORIZATION_POLICY),
    }));
  }

  private get labels(): { readonly [label: string]: string } {
    return { app: this.service.name, version: this.version };
  }

  private get injected(): boolean {
    return this.namespace.injection.injects && this.pods.injectable;
  }
}
