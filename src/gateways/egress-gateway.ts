import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { EgressGatewayProps } from './egress-gateway-props';
import { egressPorts, ownInstallation, platformInstallation } from './egress-installation';
import { asIfDeployed, createEgressPods } from './egress-pods';
import { egressGatewayProblems } from './egress-problems';
import type { EgressHost, EgressPorts, EgressRoute } from './egress-routes';
import { serversOf, subsetsOf } from './egress-routes';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig } from '../calls/callee';
import type { CallerConfig } from '../calls/caller';
import type { EgressGatewayInstallation } from '../mesh/gateway-installation';
import { Mechanism } from '../mesh/mechanism';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { Telemetry } from '../observability/telemetry';
import { callerProblems } from '../policies/authorization-policy';
import { principalOf } from '../policies/identity-source';
import { MtlsMode } from '../policies/mtls-mode';
import type { PolicyTarget } from '../policies/policy-emitter';
import { SIDECAR_MODE } from '../policies/policy-emitter';
import { PolicyIndex } from '../policies/policy-index';
import { claim } from '../private/claims';
import { MeshObject } from '../private/mesh-object';
import { serviceHost, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { AppProof } from '../proof/app-proof';
import { boundsOf } from '../proof/bounds';
import { DeclaredPodsRegistry } from '../workloads/declared-pods';

/**
 * A gateway by which calls leave the mesh: `through` of an `ExternalService`. Callers reach the gateway alone, with their identity;
 * its AuthorizationPolicy admits each for the hosts, methods and paths that it declared; the addresses outside are open to the
 * gateway only.
 *
 * It is declared in the namespace of its pods, best one of its own: one app owns the gateway and its policies, and the services
 * that go out by it.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-gateway/
 */
export class EgressGateway extends Construct {
  /** The Gateway object. */
  public readonly gateway: ApiObject;

  /** The DestinationRule by which callers' proxies come to it. */
  public readonly destinationRule: ApiObject;

  /** The AuthorizationPolicy that admits the callers. */
  public readonly authorizationPolicy: ApiObject;

  /** The NetworkPolicy for callers, and for the addresses outside. */
  public readonly networkPolicy: ApiObject;

  /** The Deployment; undefined if somebody else deploys the pods. */
  public readonly deployment?: ApiObject;

  /** What the gateway's proxies tell of its traffic. */
  public readonly telemetry: Telemetry;

  private readonly props: EgressGatewayProps;
  private readonly namespace: SecureNamespace;
  private readonly routes: EgressRoute[] = [];

  public constructor(scope: Construct, id: string, props: EgressGatewayProps = {}) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    const { namespaceName } = this.namespace;
    if (props.gateway === undefined) {
      claim(this, `service of namespace '${namespaceName}'`, id);
      claim(this, `service account of namespace '${namespaceName}'`, id);
      this.deployment = createEgressPods(this, ownInstallation(namespaceName, id), props.replicas ?? 1);
    } else {
      claim(this, "egress gateway of the platform's", props.gateway, 'its policies come from one place; declare it once');
    }
    // Asked late: what the platform says may come after the gateway.
    const labels = () => this.podLabels;
    this.telemetry = Telemetry._of({
      scope: this,
      name: id,
      get selector() { return labels(); },
      mesh: () => this.namespace.mesh,
      wider: this.namespace.telemetry._scope,
      injected: () => true,
    });
    const graph = CallGraph.of(this);
    const incoming = () => graph.incoming(this.node.path);
    const outgoing = () => graph.outgoing(this.node.path, this.namespace.node.path);
    const { namespace } = this;
    const target: PolicyTarget = {
      scope: this,
      name: id,
      get selector() { return labels(); },
      mesh: () => namespace.mesh,
      enforces: mechanism => namespace.enforce.includes(mechanism),
      baselineIsOpen: () => namespace._floorOf(Mechanism.NETWORK_POLICY),
      mtlsIsSaid: () => true,
      injected: () => true,
      telemetry: this.telemetry._scope,
      stage: () => namespace.rollout,
    };
    const admit = SIDECAR_MODE.admit(target, incoming);
    const isolate = SIDECAR_MODE.isolate(target, incoming, outgoing);
    this.authorizationPolicy = admit;
    this.networkPolicy = isolate;
    const used = () => this.routes.length > 0;
    const destinationRule = new MeshObject(this, 'DestinationRule', {
      kind: 'DestinationRule',
      name: id,
      spec: () => ({ host: this.host, subsets: subsetsOf(this.hosts, this.podLabels), exportTo: this.knownTo }),
      emitted: used,
    });
    this.destinationRule = destinationRule;
    const gateway = new MeshObject(this, 'Gateway', {
      kind: 'Gateway',
      name: id,
      spec: () => ({ selector: this.podLabels, servers: serversOf(this.hosts, this._ports) }),
      emitted: used,
    });
    this.gateway = gateway;
    PolicyIndex.of(this).addCaller(this.node.path, isolate);
    PolicyIndex.of(this).addCallee(this.node.path, destinationRule, gateway, admit, isolate);
    this.boundPods();
    Synthesis.of(this).addCheck(this, () => [...egressGatewayProblems(id, props, this.installation, this.namespace), ...callerProblems(incoming())]);
  }

  /** The identity with which the gateway calls, as policies write it: '<trust domain>/ns/<namespace>/sa/<account>'. */
  public get principal(): string {
    return principalOf(this._toCallerConfig());
  }

  /**
   * Something goes out by it.
   * @internal
   */
  public _addRoute(route: EgressRoute): void {
    this.routes.push(route);
  }

  /**
   * The namespace in which it stands.
   * @internal
   */
  public get _namespaceName(): string {
    return this.namespace.namespaceName;
  }

  /**
   * How VirtualServices bind to the Gateway.
   * @internal
   */
  public get _boundName(): string {
    return `${this.namespace.namespaceName}/${this.node.id}`;
  }

  /**
   * The ports of its Service.
   * @internal
   */
  public get _ports(): EgressPorts {
    return egressPorts(this.installation);
  }

  /**
   * The gateway as its callers see it.
   * @internal
   */
  public _toCalleeConfig(): CalleeConfig {
    const { mesh } = this.namespace;
    return {
      name: this.node.path,
      namespace: this.installation.namespace,
      host: this.host,
      ports: Object.values(this._ports),
      podLabels: this.podLabels,
      trustDomains: [mesh.trustDomain, ...mesh.trustDomainAliases],
      // A Gateway's server asks for mutual TLS, whatever PeerAuthentications say.
      mtls: MtlsMode.STRICT,
      authorizes: this.namespace.enforce.includes(Mechanism.AUTHORIZATION_POLICY),
    };
  }

  /**
   * The gateway as those see it that it calls.
   * @internal
   */
  public _toCallerConfig(): CallerConfig {
    const { namespace, serviceAccount } = this.installation;
    return {
      name: this.node.path, namespace, serviceAccount, trustDomain: this.namespace.mesh.trustDomain, podLabels: this.podLabels, meshed: true,
    };
  }

  private get installation(): EgressGatewayInstallation {
    const { namespaceName, mesh } = this.namespace;
    const { gateway } = this.props;
    return gateway === undefined ? ownInstallation(namespaceName, this.node.id) : platformInstallation(mesh.platform, gateway);
  }

  private get podLabels(): { readonly [label: string]: string } {
    return this.installation.podLabels;
  }

  private get host(): string {
    const { namespace, serviceName } = this.installation;
    return serviceHost(serviceName, namespace, this.namespace.mesh.platform.clusterDomain);
  }

  private get hosts(): EgressHost[] {
    return this.routes.map(route => route.host());
  }

  private get knownTo(): string[] {
    const names = sortedUnique(this.routes.flatMap(route => route.knownTo()));
    return names.includes('*') ? ['*'] : sortedUnique(names.map(name => (name === this.namespace.namespaceName ? '.' : name)));
  }

  /** What is declared of the pods, for whoever holds it against what is written. */
  private boundPods(): void {
    const { namespace } = this;
    const pods = () => ({
      construct: this,
      namespace: this.installation.namespace,
      injected: true,
      // Gateways have no Sidecar.
      enforce: namespace._enforced(namespace.enforce.filter(mechanism => mechanism !== Mechanism.SIDECAR)),
      extraSidecarHosts: [],
      telemetry: this.telemetry._scope,
    });
    const { deployment } = this;
    if (deployment) {
      DeclaredPodsRegistry.of(this).add(this, () => ({
        ...pods(), object: deployment, app: this.node.id, version: undefined, serviceAccountName: this.installation.serviceAccount, proxyOnly: true,
      }));
    } else {
      AppProof.of(this).add(() => ({
        mesh: namespace.mesh,
        bounds: () => boundsOf(namespace.mesh, { ...pods(), workload: this.installation.serviceName }),
        context: asIfDeployed(this.installation),
        reliesOn: [],
      }));
      AppProof.of(this).assume(mesh => (mesh !== namespace.mesh ? [] : [
        `egress gateway '${this.props.gateway}' runs in namespace '${this.installation.namespace}' as service account '${this.installation.serviceAccount}'`,
      ]));
    }
  }
}
