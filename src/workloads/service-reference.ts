import { Construct } from 'constructs';
import type { WorkloadPort } from './workload-port';
import { portProblems } from './workload-port';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig, ICallee } from '../calls/callee';
import type { CallerConfig, ICaller } from '../calls/caller';
import { Calls } from '../calls/calls';
import { Mechanism } from '../mesh/mechanism';
import { Mesh } from '../mesh/mesh';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { claim } from '../private/claims';
import { dnsLabelProblem, dnsSubdomainProblem, serviceHost, serviceNameProblem, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { ServiceTraffic } from '../traffic/service-traffic';

/** A service that is deployed by somebody else. */
export interface ServiceReferenceProps {
  /**
   * The Service's name.
   * @default - the construct's id
   */
  readonly name?: string;

  /** The namespace of the Service and its pods. */
  readonly namespace: string;

  /**
   * The Service's ports.
   * @default - none: it only calls
   */
  readonly ports?: WorkloadPort[];

  /** Labels of its pods, for NetworkPolicy. */
  readonly podLabels: { readonly [key: string]: string };

  /** The service account under which its pods run: its identity. */
  readonly serviceAccount: string;

  /**
   * The trust domain of its identity.
   * @default - the mesh's
   */
  readonly trustDomain?: string;

  /**
   * Have its pods a proxy?
   * @default true
   */
  readonly meshed?: boolean;
}

/**
 * A service that lives elsewhere: another repository or team deploys it. As a callee, the caller's side is emitted here;
 * as a caller, the callee's side. What is said of it is taken for granted.
 */
export class ServiceReference extends Construct implements ICaller, ICallee {
  /** What the service calls. */
  public readonly calls: Calls;

  private readonly props: ServiceReferenceProps;
  private ownTraffic?: ServiceTraffic;

  public constructor(scope: Construct, id: string, props: ServiceReferenceProps) {
    super(scope, id);
    this.props = props;
    this.calls = Calls._of(this, this);
    Synthesis.of(this).addCheck(this, () => [
      ...[
        serviceNameProblem('name', this.name),
        dnsLabelProblem('namespace', props.namespace),
        dnsSubdomainProblem('service account', props.serviceAccount),
        dnsSubdomainProblem('trust domain', this.trustDomain),
        Object.keys(props.podLabels).length === 0
          ? "'podLabels' is empty, and would admit every pod of the namespace; name the labels of the service's pods." : undefined,
      ].filter(problem => problem !== undefined),
      ...portProblems(props.ports ?? []),
      ...this.declaredHere(),
      ...this.strangers(),
    ]);
  }

  /**
   * What is done to the requests of callers that are in the namespace in which this reference is declared; an error outside of a
   * SecureNamespace. It takes the place of what the service's own namespace says for these callers.
   */
  public get traffic(): ServiceTraffic {
    this.ownTraffic ??= this.createTraffic();
    return this.ownTraffic;
  }

  /** The Service's name. */
  public get name(): string {
    return this.props.name ?? this.node.id;
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    return [{
      name: this.node.path,
      namespace: this.props.namespace,
      serviceAccount: this.props.serviceAccount,
      trustDomain: this.trustDomain,
      podLabels: this.props.podLabels,
      meshed: this.props.meshed ?? true,
    }];
  }

  /** @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    const mesh = Mesh.of(this);
    const known = [mesh.trustDomain, ...mesh.trustDomainAliases];
    return [{
      name: this.node.path,
      namespace: this.props.namespace,
      host: serviceHost(this.name, this.props.namespace, mesh.platform.clusterDomain),
      ports: (this.props.ports ?? []).map(port => port._toCalleePort()),
      podLabels: this.props.podLabels,
      // An alias is another name of the mesh itself, so its services know all of them.
      trustDomains: [...new Set([this.trustDomain, ...known.includes(this.trustDomain) ? known : []])],
      ...this.ownTraffic && !this.ownTraffic._isEmpty ? { routedFrom: SecureNamespace._of(this).namespaceName } : {},
      authorizes: this.props.meshed ?? true,
    }];
  }

  private createTraffic(): ServiceTraffic {
    const { namespaceName } = SecureNamespace._of(this);
    claim(this, `traffic of namespace '${namespaceName}' to`, `${this.name}.${this.props.namespace}`, 'declare it at one reference');
    // A service of the namespace itself may have the same name.
    return ServiceTraffic._of(this, `${this.name}-${this.props.namespace}`, {
      host: () => this.toCalleeConfigs()[0].host,
      ports: () => this.toCalleeConfigs()[0].ports,
      callee: () => this.toCalleeConfigs()[0],
      meshed: () => this.props.meshed ?? true,
      exportTo: ['.'],
      versioned: false,
      versions: () => [],
    });
  }

  /** A namespace of this app denies what its own constructs do not open, and a reference opens nothing there. */
  private declaredHere(): string[] {
    const namespace = this.node.root.node.children.find(child =>
      SecureNamespace.isSecureNamespace(child) && child.namespaceName === this.props.namespace) as SecureNamespace | undefined;
    const called = CallGraph.of(this).incoming(this.node.path).length > 0;
    return called && namespace && (namespace._floorOf(Mechanism.AUTHORIZATION_POLICY) || namespace._floorOf(Mechanism.NETWORK_POLICY))
      ? [`is of namespace '${namespace.namespaceName}', which this app owns and which denies whatever is not opened there; refer to the construct that declares the service.`] : [];
  }

  /** Callers of other namespaces know nothing of the traffic that is declared here. */
  private strangers(): string[] {
    const { routedFrom } = this.toCalleeConfigs()[0];
    const callers = CallGraph.of(this).incoming(this.node.path).map(({ caller }) => caller).filter(({ namespace }) => namespace !== routedFrom);
    return routedFrom === undefined ? [] : sortedUnique(callers.map(({ name, namespace }) =>
      `is called by '${name}' of namespace '${namespace}', and what is said of its traffic holds in namespace '${routedFrom}' only; declare a reference there too.`));
  }

  private get trustDomain(): string {
    return this.props.trustDomain ?? Mesh.of(this).trustDomain;
  }
}
