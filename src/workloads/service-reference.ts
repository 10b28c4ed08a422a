import { Construct } from 'constructs';
import { problemsHere, strangersTo } from './reference-problems';
import type { WorkloadPort } from './workload-port';
import { portProblems } from './workload-port';
import type { CalleeConfig, ICallee } from '../calls/callee';
import type { CallerConfig, ICaller } from '../calls/caller';
import { Calls } from '../calls/calls';
import type { ContractService } from '../contracts/contract-document';
import { markElsewhere } from '../contracts/elsewhere';
import type { ContractServiceOptions, ServiceContract } from '../contracts/service-contract';
import type { ReferencedService } from '../contracts/service-references';
import { ServiceReferences } from '../contracts/service-references';
import { Mesh } from '../mesh/mesh';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { claim } from '../private/claims';
import { dnsLabelProblem, dnsSubdomainProblem, serviceHost, serviceNameProblem } from '../private/naming';
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

/** What a contract says of the service, or why it says nothing. */
interface Agreed {
  readonly contract: ServiceContract;
  readonly service: ContractService | string;
}

/**
 * A service that lives elsewhere: another repository or team deploys it. As a callee, the caller's side is emitted here;
 * as a caller, the callee's side. What is said of it is taken for granted, unless the mesh's `context` shows it: then it is held
 * against that.
 */
export class ServiceReference extends Construct implements ICaller, ICallee {
  /**
   * A service as the app that deploys it tells of it. A call that the contract does not admit is an error.
   *
   * @param contract what the other app's `ContractExport` has written
   * @param options which of its services is meant
   */
  public static fromContract(scope: Construct, id: string, contract: ServiceContract, options: ContractServiceOptions = {}): ServiceReference {
    const service = contract._service(id, options);
    const { name, namespace, podLabels } = typeof service === 'string' ? NOTHING : service;
    const reference = new ServiceReference(scope, id, { name, namespace, podLabels, serviceAccount: NOTHING.name });
    reference.agreed = { contract, service };
    return reference;
  }

  /** What the service calls. */
  public readonly calls: Calls;

  private readonly props: ServiceReferenceProps;
  private agreed?: Agreed;
  private ownTraffic?: ServiceTraffic;

  public constructor(scope: Construct, id: string, props: ServiceReferenceProps) {
    super(scope, id);
    this.props = props;
    this.calls = Calls._of(this, this);
    markElsewhere(this);
    const references = ServiceReferences.of(this);
    references.add(this, () => this.service);
    Synthesis.of(this).addCheck(this, () => {
      const problem = this._unreadable;
      return problem !== undefined ? [problem] : [
        ...this.agreed ? this.agreedProblems() : this.ownProblems(),
        ...problemsHere(this, this.service),
        ...strangersTo(this),
        ...references.problemsOf(this),
      ];
    });
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

  /**
   * Why nothing is known of the service; undefined if something is.
   * @internal
   */
  public get _unreadable(): string | undefined {
    return typeof this.agreed?.service === 'string' ? this.agreed.service : undefined;
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    const { namespace, podLabels, meshed, identities } = this.service;
    return identities.map(({ serviceAccount, trustDomain, podLabels: own, cidrs }) => ({
      name: this.node.path,
      namespace,
      serviceAccount,
      trustDomain,
      podLabels: own ?? podLabels,
      ...cidrs ? { cidrs: [...cidrs] } : {},
      meshed,
    }));
  }

  /** @see ICallee.toCalleeConfigs() */
  public toCalleeConfigs(): CalleeConfig[] {
    const { service } = this;
    return [{
      name: this.node.path,
      namespace: service.namespace,
      host: service.host,
      ...service.otherHosts ? { otherHosts: [...service.otherHosts] } : {},
      ports: [...service.ports],
      podLabels: service.podLabels,
      ...service.addresses ? { addresses: [...service.addresses] } : {},
      ...service.machines ? { machines: true } : {},
      trustDomains: [...service.trustDomains],
      ...service.mtls ? { mtls: service.mtls } : {},
      ...this.ownTraffic && !this.ownTraffic._isEmpty ? { routedFrom: SecureNamespace._of(this).namespaceName } : {},
      authorizes: service.authorizes,
    }];
  }

  /** What is known of the service, and who says it. */
  private get service(): ReferencedService {
    if (this.agreed && typeof this.agreed.service !== 'string') {
      return { ...this.agreed.service, saidBy: this.agreed.contract._name };
    }
    const { props, name } = this;
    const mesh = Mesh.of(this);
    const known = [mesh.trustDomain, ...mesh.trustDomainAliases];
    const trustDomain = props.trustDomain ?? mesh.trustDomain;
    return {
      name,
      namespace: props.namespace,
      host: this.hostHere,
      ports: (props.ports ?? []).map(port => port._toCalleePort()),
      podLabels: props.podLabels,
      identities: [{ serviceAccount: props.serviceAccount, trustDomain }],
      meshed: props.meshed ?? true,
      authorizes: props.meshed ?? true,
      // An alias is another name of the mesh itself, so its services know all of them.
      trustDomains: [...new Set([trustDomain, ...known.includes(trustDomain) ? known : []])],
    };
  }

  /** By which name proxies of this mesh know it. */
  private get hostHere(): string {
    return serviceHost(this.name, this.props.namespace, Mesh.of(this).platform.clusterDomain);
  }

  private createTraffic(): ServiceTraffic {
    const { namespaceName } = SecureNamespace._of(this);
    claim(this, `traffic of namespace '${namespaceName}' to`, `${this.name}.${this.props.namespace}`, 'declare it at one reference');
    // A service of the namespace itself may have the same name.
    return ServiceTraffic._of(this, `${this.name}-${this.props.namespace}`, {
      host: () => this.toCalleeConfigs()[0].host,
      ports: () => this.toCalleeConfigs()[0].ports,
      callee: () => this.toCalleeConfigs()[0],
      meshed: () => this.service.meshed,
      exportTo: ['.'],
      versioned: false,
      versions: () => [],
    });
  }

  /** What is wrong with what was said here. */
  private ownProblems(): string[] {
    const { props } = this;
    return [
      ...[
        serviceNameProblem('name', this.name),
        dnsLabelProblem('namespace', props.namespace),
        dnsSubdomainProblem('service account', props.serviceAccount),
        dnsSubdomainProblem('trust domain', props.trustDomain ?? Mesh.of(this).trustDomain),
        Object.keys(props.podLabels).length === 0
          ? "'podLabels' is empty, and would admit every pod of the namespace; name the labels of the service's pods." : undefined,
      ].filter(problem => problem !== undefined),
      ...portProblems(props.ports ?? []),
    ];
  }

  /** What is wrong with what a contract says, seen from here. */
  private agreedProblems(): string[] {
    const { service, hostHere } = this;
    return service.host === hostHere ? [] : [
      `${service.saidBy} knows the service as '${service.host}', and in this mesh it would be '${hostHere}'; set the Platform's 'clusterDomain' as the other app does.`,
    ];
  }
}

/** In the place of what cannot be read, so that the construct can be there and say so. */
const NOTHING = { name: 'unknown', namespace: 'unknown', podLabels: { app: 'unknown' } };
