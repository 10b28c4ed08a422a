import { ApiObject, Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { Injection } from './injection';
import { namespaceProblems } from './namespace-problems';
import { inDeployOrder } from './object-order';
import { podSecurityLabels, podSecurityProblems } from './pod-security-labels';
import { podsElsewhere } from './pods-elsewhere';
import { RolloutStage } from './rollout-stage';
import type { SecureNamespaceProps } from './secure-namespace-props';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig, ICallee } from '../calls/callee';
import type { CallerConfig, ICaller } from '../calls/caller';
import { Calls } from '../calls/calls';
import { ServiceReferences } from '../contracts/service-references';
import { AppFindings } from '../findings/app-findings';
import { Mechanism } from '../mesh/mechanism';
import { Mesh } from '../mesh/mesh';
import { Telemetry } from '../observability/telemetry';
import { dryRunQuery } from '../policies/dry-run';
import { MtlsMode } from '../policies/mtls-mode';
import { SIDECAR_MODE_NAMESPACE } from '../policies/policy-emitter';
import { PolicyIndex } from '../policies/policy-index';
import { claim } from '../private/claims';
import { duplicateObjects } from '../private/duplicate-objects';
import { MeshObject } from '../private/mesh-object';
import { Synthesis } from '../private/synthesis';
import { AppProof } from '../proof/app-proof';
import { boundsOf, withOtherApps } from '../proof/bounds';
import type { WorkloadDefaults } from '../workloads/workload-defaults';

const SECURE_NAMESPACE = Symbol.for('cdk8s-istio.SecureNamespace');

/**
 * A namespace in which nothing is possible that was not declared: a Chart, so that everything declared in it, objects of
 * cdk8s-plus included, lands in this namespace and in one file.
 *
 * It emits the Namespace with injection and Pod Security, a PeerAuthentication (STRICT), an AuthorizationPolicy that
 * admits nobody, a default Sidecar that reaches nothing, and a NetworkPolicy that denies all but the platform's baseline:
 * DNS, istiod, Prometheus.
 */
export class SecureNamespace extends Chart implements ICaller, ICallee {
  /** Is the construct a SecureNamespace? */
  public static isSecureNamespace(construct: IConstruct): construct is SecureNamespace {
    return SECURE_NAMESPACE in construct;
  }

  /**
   * The namespace that a construct is declared in; an error if there is none.
   * @internal
   */
  public static _of(construct: IConstruct): SecureNamespace {
    for (let at: IConstruct | undefined = construct; at; at = at.node.scope) {
      if (SecureNamespace.isSecureNamespace(at)) {
        return at;
      }
    }
    throw new Error(`${construct.node.path}: declared outside of a SecureNamespace; declare it inside one.`);
  }

  /** The namespace's name. */
  public readonly namespaceName: string;

  /** What everything in the namespace calls: `anything in this namespace` as a caller. */
  public readonly calls: Calls;

  /** What the proxies of the namespace tell of its traffic. */
  public readonly telemetry: Telemetry;

  /** The AuthorizationPolicy that admits nobody. */
  public readonly denyAll: ApiObject;

  /** The Sidecar of pods that have none of their own. */
  public readonly defaultSidecar: ApiObject;

  /** The NetworkPolicy that denies all but the baseline. */
  public readonly defaultDeny: ApiObject;

  /** The PeerAuthentication of the namespace. */
  public readonly peerAuthentication: ApiObject;

  private readonly props: SecureNamespaceProps;
  private readonly members: ICallee[] = [];

  public constructor(scope: Construct, id: string, props: SecureNamespaceProps = {}) {
    const name = props.namespace ?? id;
    super(scope, id, {
      namespace: name,
      labels: { 'app.kubernetes.io/managed-by': 'cdk8s', 'app.kubernetes.io/part-of': props.partOf ?? name },
    });
    Object.defineProperty(this, SECURE_NAMESPACE, { value: true });
    this.props = props;
    this.namespaceName = name;
    claim(this, 'namespace', name);

    new MeshObject(this, 'Namespace', {
      kind: 'Namespace',
      name,
      labels: () => ({ ...this.injection.labels, ...podSecurityLabels(this.mesh, this.injection, props.podSecurity), ...props.labels }),
      emitted: () => this.owned,
    });
    this.telemetry = Telemetry._of({
      scope: this,
      name: 'default',
      mesh: () => this.mesh,
      injected: () => this.injection.injects,
      problem: () => (this.owned ? undefined
        : `namespace '${name}' is somebody else's, and a Telemetry for all of it would hold for others too; say it of the workloads.`),
    });
    const target = {
      scope: this,
      telemetry: this.telemetry._scope,
      mesh: () => this.mesh,
      enforces: (mechanism: Mechanism) => this._enforce.includes(mechanism),
      injected: () => this.injection.injects,
      stage: () => this.rollout,
      owned: () => this.owned,
    };
    const graph = CallGraph.of(this);
    const outgoing = () => graph.outgoing(this.node.path);
    const peerAuthentication = SIDECAR_MODE_NAMESPACE.authenticate(target, () => this.mtls);
    const denyAll = SIDECAR_MODE_NAMESPACE.admitNobody(target);
    const defaultSidecar = SIDECAR_MODE_NAMESPACE.confine(target, outgoing, () => this.extraSidecarHosts);
    const defaultDeny = SIDECAR_MODE_NAMESPACE.isolate(target, outgoing);
    PolicyIndex.of(this).addCaller(this.node.path, defaultSidecar, defaultDeny);
    this.peerAuthentication = peerAuthentication;
    this.denyAll = denyAll;
    this.defaultSidecar = defaultSidecar;
    this.defaultDeny = defaultDeny;

    this.calls = Calls._of(this, this);
    const synthesis = Synthesis.of(this);
    synthesis.addCheck(this, () => namespaceProblems(this, props, {
      hasMembers: this.members.length > 0, isNamespace: SecureNamespace.isSecureNamespace,
    }));
    AppFindings.of(this).add(() => ({ mesh: this.mesh, namespace: this.namespaceName, owned: this.owned }));
    AppProof.of(this).add(() => ({
      mesh: this.mesh,
      // Pods of the namespace that nobody declared: what namespace-wide policies say of them.
      bounds: () => withOtherApps(ServiceReferences.of(this).podsIn(this.namespaceName), boundsOf(this.mesh, {
        construct: this,
        namespace: this.namespaceName,
        injected: this.injection.injects,
        enforce: this.owned ? this._enforced(this.enforce) : [],
        extraSidecarHosts: this.extraSidecarHosts,
        telemetry: this.telemetry._scope,
      })),
      reliesOn: [...this.reliesOn, ...this._tries ? [`namespace '${this.namespaceName}' is at stage '${this.rollout}' of its rollout: its policies refuse nothing yet`] : []],
      context: this.owned ? [] : [{
        apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespaceName, labels: this.injection.labels },
      }],
    }));
    synthesis.addAppCheck('duplicate objects', duplicateObjects);
    synthesis.addAppCheck(`pods of ${this.node.path}`, app => podsElsewhere(name, app.of(this)));
    synthesis.addAppCheck(`pod security of ${this.node.path}`, app => podSecurityProblems(this, this.enforcedPodSecurity, app.of(this)));
  }

  /** The mesh that the namespace is part of. */
  public get mesh(): Mesh {
    return Mesh.of(this);
  }

  /** How pods get their proxies. */
  public get injection(): Injection {
    return this.props.injection ?? Injection.enabled();
  }

  /** Are namespace-wide objects emitted, or does somebody else own the namespace? */
  public get owned(): boolean {
    return !this.props.adopt;
  }

  /** How much is enforced yet. */
  public get rollout(): RolloutStage {
    return this.props.rollout ?? RolloutStage.ENFORCE;
  }

  /**
   * What to ask Prometheus for while policies are only tried: requests a second that AuthorizationPolicies of the namespace would
   * not allow, by pod.
   */
  public get dryRunQuery(): string {
    return dryRunQuery('allow', this.namespaceName);
  }

  /** What proxies accept from callers. */
  public get mtls(): MtlsMode {
    return this.props.mtls ?? (this.rollout === RolloutStage.OBSERVE ? MtlsMode.PERMISSIVE : MtlsMode.STRICT);
  }

  /** The mechanisms by which calls are enforced, unless a workload says otherwise. Returns a copy. */
  public get enforce(): Mechanism[] {
    return [...this._enforce];
  }

  /**
   * The same, and no copy: it is asked of every workload.
   * @internal
   */
  public get _enforce(): readonly Mechanism[] {
    return this.props.enforce ?? this.mesh._enforce;
  }

  /** Hosts that every proxy of the namespace may know beside the services that it calls. Returns a copy. */
  public get extraSidecarHosts(): string[] {
    return [...this.props.extraSidecarHosts ?? []];
  }

  /** What workloads of the namespace are like unless they say otherwise; what it does not say, says its mesh. Returns a copy. */
  public get workloadDefaults(): WorkloadDefaults {
    return { ...this.props.workloadDefaults };
  }

  /** What the output takes for granted about a namespace that somebody else owns. */
  public get reliesOn(): string[] {
    if (this.owned) {
      return [];
    }
    return [
      `namespace '${this.namespaceName}' exists`,
      ...this.injection.injects ? [`namespace '${this.namespaceName}' carries ${labelsText(this.injection.labels)}, so that pods are injected`] : [],
      `no other policy of namespace '${this.namespaceName}' selects the pods declared here`,
    ];
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    return [{
      name: this.node.path,
      namespace: this.namespaceName,
      trustDomain: this.mesh.trustDomain,
      meshed: this.injection.injects,
    }];
  }

  /** Every service that is declared in the namespace. @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    // A workload without a port has no Service.
    return this.members.flatMap(member => member.toCalleeConfigs()).filter(config => config.ports.length > 0);
  }

  /**
   * A service is declared in the namespace.
   * @internal
   */
  public _addMember(member: ICallee): void {
    this.members.push(member);
  }

  /**
   * Does the namespace's own policy of a mechanism already deny what nobody opens?
   * @internal
   */
  public _floorOf(mechanism: Mechanism): boolean {
    return this.owned && this._enforce.includes(mechanism) && (this.injection.injects || mechanism === Mechanism.NETWORK_POLICY);
  }

  /**
   * Are policies only tried?
   * @internal
   */
  public get _tries(): boolean {
    return this.rollout !== RolloutStage.ENFORCE;
  }

  /**
   * The mechanisms of those that are declared which refuse anything yet.
   * @internal
   */
  public _enforced(enforce: Mechanism[]): Mechanism[] {
    return this._tries ? [] : enforce;
  }

  /**
   * What is wrong with the mechanisms of a workload: what the namespace denies for all, a workload cannot open by silence.
   * @internal
   */
  public _enforceProblems(enforce: Mechanism[] | undefined, calls: boolean): string[] {
    // A Sidecar that knows nothing hurts only those who call.
    const needed = Object.values(Mechanism).filter(mechanism => this._floorOf(mechanism) && (calls || mechanism !== Mechanism.SIDECAR));
    return needed.filter(mechanism => enforce && !enforce.includes(mechanism)).map(mechanism =>
      `leaves ${mechanism} out of 'enforce', and namespace '${this.namespaceName}' denies by ${mechanism} whatever is not opened, so its calls would fail; leave it out of the namespace's 'enforce' as well, and name it at the others.`);
  }

  /** Names are what a person would give: the path inside the namespace, without a hash. */
  public override generateObjectName(apiObject: ApiObject): string {
    const path = apiObject.node.path.slice(this.node.path.length + 1).split('/');
    const words = path.filter(id => id !== 'Resource' && id !== 'Default');
    return (words.length > 0 ? words : path).join('-').toLowerCase();
  }

  /** The namespace's manifests in the order in which they should be applied. */
  public override toJson(): any[] {
    const synthesis = Synthesis.of(this);
    const manifests = synthesis.manifestsOf(this) ?? super.toJson().filter(manifest => manifest !== undefined);
    return inDeployOrder(manifests, synthesis.dependentOf(this) ?? this.node.findAll().filter(ApiObject.isApiObject));
  }

  private get enforcedPodSecurity() {
    return podSecurityLabels(this.mesh, this.injection, this.props.podSecurity)['pod-security.kubernetes.io/enforce'];
  }
}

function labelsText(labels: { readonly [key: string]: string }): string {
  return Object.entries(labels).map(([key, value]) => `'${key}: ${value}'`).join(', ');
}
