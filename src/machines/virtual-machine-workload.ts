import type { ApiObject } from 'cdk8s';
import type { Service } from 'cdk8s-plus-27';
import { ServiceAccount } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { machineObjects } from './machine-objects';
import type { VirtualMachineWorkloadProps } from './virtual-machine-workload-props';
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
import { claim } from '../private/claims';
import { unknownValueProblem } from '../private/known-values';
import { declareMachines } from '../private/machines';
import { labelValueProblem, serviceHost, serviceNameProblem, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';
import { AppProof } from '../proof/app-proof';
import { boundsOf } from '../proof/bounds';
import { ServiceTraffic } from '../traffic/service-traffic';
import { portModes, portProblems, serverFirstProblems, WorkloadPort } from '../workloads/workload-port';
import { createService } from '../workloads/workload-service';

/**
 * A workload on virtual machines that are part of the mesh: each runs a proxy, with the identity of a service account. It is called
 * and calls like any workload of its namespace. What identity, methods and paths may be is enforced by the machine's proxy; what
 * NetworkPolicy would be is for the machine's own firewall to say, since a NetworkPolicy holds pods only. Pods on the other side
 * are opened to the machines' addresses.
 *
 * @see https://istio.io/latest/docs/setup/install/virtual-machine/
 */
export class VirtualMachineWorkload extends Construct implements IMeshService {
  /** The workload's name: that of its Service and the value of its label `app`. */
  public readonly name: string;

  /** What the workload calls. */
  public readonly calls: Calls;

  /** What is done to the requests of the workload's callers. */
  public readonly traffic: ServiceTraffic;

  /** What the machines' proxies tell of their traffic. */
  public readonly telemetry: Telemetry;

  /** The Service; undefined if the workload has no ports. */
  public readonly service?: Service;

  /** A WorkloadEntry for each machine, or the one WorkloadGroup. */
  public readonly machines: ApiObject[];

  /** The AuthorizationPolicy that admits the callers. */
  public readonly authorizationPolicy: ApiObject;

  /** The Sidecar that knows the callees. */
  public readonly sidecar: ApiObject;

  /** The PeerAuthentication, emitted only where the namespace emits none, or the workload or a port of it differs. */
  public readonly peerAuthentication: ApiObject;

  private readonly props: VirtualMachineWorkloadProps;
  private readonly namespace: SecureNamespace;
  private readonly ports: readonly WorkloadPort[];

  public constructor(scope: Construct, id: string, props: VirtualMachineWorkloadProps) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    this.name = props.name ?? id;
    this.ports = props.ports ?? (props.port === undefined ? [] : [WorkloadPort.http(props.port)]);
    claim(this, `service of namespace '${this.namespace.namespaceName}'`, this.name);
    claim(this, `service account of namespace '${this.namespace.namespaceName}'`, this.name, 'give one of them another name');
    new ServiceAccount(this, 'ServiceAccount', { metadata: { name: this.name } });
    if (this.ports.length > 0) {
      this.service = createService(this, this.name, this.ports);
    }
    const { machines } = props;
    this.machines = machineObjects(this, { machines, name: this.name, labels: this.labels, ports: this.ports });

    this.telemetry = Telemetry._of({
      scope: this,
      name: this.name,
      selector: { app: this.name },
      mesh: () => this.namespace.mesh,
      wider: this.namespace.telemetry._scope,
      injected: () => true,
    });
    const target: PolicyTarget = {
      scope: this,
      name: this.name,
      selector: { app: this.name },
      mesh: () => this.namespace.mesh,
      enforces: mechanism => this.enforce.includes(mechanism),
      baselineIsOpen: () => true,
      // A namespace whose pods have no proxies says nothing of mutual TLS.
      mtlsIsSaid: () => this.namespace.owned && this.namespace.injection.injects && props.mtls === undefined,
      injected: () => true,
      telemetry: this.telemetry._scope,
      stage: () => this.namespace.rollout,
    };
    const graph = CallGraph.of(this);
    const incoming = () => graph.incoming(this.node.path);
    const outgoing = () => graph.outgoing(this.node.path, this.namespace.node.path);
    const admit = SIDECAR_MODE.admit(target, incoming);
    const confine = SIDECAR_MODE.confine(target, outgoing, () => this.namespace.extraSidecarHosts);
    this.authorizationPolicy = admit;
    this.sidecar = confine;
    this.peerAuthentication = SIDECAR_MODE.authenticate(target, () => this.mtls, portModes(this.ports));
    PolicyIndex.of(this).addCaller(this.node.path, confine);
    PolicyIndex.of(this).addCallee(this.node.path, admit);

    this.traffic = ServiceTraffic._of(this, this.name, {
      host: () => this.host,
      ports: () => this.ports.map(port => port._toCalleePort()),
      callee: () => this.toCalleeConfigs()[0],
      meshed: () => true,
      versioned: false,
      versions: () => [],
    });
    this.calls = Calls._of(this, this);
    this.namespace._addMember(this);
    declareMachines(this, () => this.machines.map(({ name }) => `${this.namespace.namespaceName}/${name}`));
    this.prove();
    Synthesis.of(this).addCheck(this, () => [
      ...machines._problems,
      ...[
        serviceNameProblem('name', this.name), labelValueProblem('version', this.version), unknownValueProblem('mTLS mode', props.mtls, MtlsMode),
        props.port !== undefined && props.ports ? "is told its ports twice; give one of 'port' and 'ports'." : undefined,
        machines._joining?.health !== undefined && this.ports.length === 0
          ? `is given 'health' ('${machines._joining.health}') and has no port to ask at; give it a port, or leave 'health' out.` : undefined,
      ].filter(problem => problem !== undefined),
      ...portProblems(this.ports),
      ...serverFirstProblems(this.ports, this.mtls),
      ...callerProblems(incoming()),
    ]);
  }

  /** The identity by which callees know the workload, as policies write it: '<trust domain>/ns/<namespace>/sa/<account>'. */
  public get principal(): string {
    return principalOf(this.toCallerConfigs()[0]);
  }

  /** What the machines' proxies accept from callers. */
  public get mtls(): MtlsMode {
    return this.props.mtls ?? this.namespace.mtls;
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    return [{
      name: this.node.path,
      namespace: this.namespace.namespaceName,
      serviceAccount: this.name,
      trustDomain: this.namespace.mesh.trustDomain,
      podLabels: { app: this.name },
      cidrs: sortedUnique(this.props.machines._cidrs),
      meshed: true,
    }];
  }

  /** @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    const { mesh } = this.namespace;
    return [{
      name: this.node.path,
      namespace: this.namespace.namespaceName,
      host: this.host,
      ports: this.ports.map(port => port._toCalleePort()),
      podLabels: { app: this.name },
      addresses: sortedUnique(this.props.machines._cidrs).map(cidr => ({ cidr })),
      machines: true,
      trustDomains: [mesh.trustDomain, ...mesh.trustDomainAliases],
      mtls: this.mtls,
      authorizes: this.enforce.includes(Mechanism.AUTHORIZATION_POLICY),
    }];
  }

  private prove(): void {
    const proof = AppProof.of(this);
    for (const { name } of this.machines) {
      proof.add(() => ({
        mesh: this.namespace.mesh,
        bounds: () => boundsOf(this.namespace.mesh, {
          construct: this,
          namespace: this.namespace.namespaceName,
          workload: name,
          injected: true,
          enforce: this.namespace._enforced(this.enforce),
          extraSidecarHosts: this.namespace.extraSidecarHosts,
          telemetry: this.telemetry._scope,
        }),
        reliesOn: [`machines of '${this.node.path}' run their proxies, which take all that comes to them and all that they send, and nobody else has their addresses (${this.props.machines._cidrs.join(', ')}); no NetworkPolicy holds a machine, its own firewall does`],
      }));
    }
  }

  /** A NetworkPolicy holds pods only. */
  private get enforce(): Mechanism[] {
    return this.namespace.enforce.filter(mechanism => mechanism !== Mechanism.NETWORK_POLICY);
  }

  private get version(): string {
    return this.props.version ?? 'v1';
  }

  private get labels(): { readonly [label: string]: string } {
    return { app: this.name, version: this.version };
  }

  private get host(): string {
    return serviceHost(this.name, this.namespace.namespaceName, this.namespace.mesh.platform.clusterDomain);
  }
}
