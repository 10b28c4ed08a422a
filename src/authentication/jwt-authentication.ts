import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayTokens } from './gateway-tokens';
import type { JwtIssuer } from './jwt-issuer';
import { isHttp } from '../calls/app-protocol';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig, ICallee } from '../calls/callee';
import { PathPattern } from '../calls/path-pattern';
import type { IngressGateway } from '../gateways/ingress-gateway';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { dryRunAnnotations } from '../policies/dry-run';
import { requestAuthentication, requireToken } from '../policies/request-authentication';
import { claim } from '../private/claims';
import { MeshObject } from '../private/mesh-object';
import { dnsLabelProblem, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** Whose tokens count, where, and whether there must be one. */
export interface JwtAuthenticationProps {
  /** Whose tokens are accepted; at least one. */
  readonly issuers: JwtIssuer[];

  /**
   * The workload, canary or version at whose pods tokens are verified.
   * @default - every pod of the namespace, unless `gateway` is given
   */
  readonly workload?: ICallee;

  /**
   * The gateway at which tokens are verified. A bad token is refused on every host of the gateway's pods; a token is
   * demanded for the hosts of this gateway only.
   * @default - every pod of the namespace, unless `workload` is given
   */
  readonly gateway?: IngressGateway;

  /**
   * Must every request carry a token? If not, requests without one are let through as far as calls admit them: only calls
   * that are declared `byUser` ask for it.
   * @default true
   */
  readonly requireToken?: boolean;

  /**
   * Paths that are open without token, in the forms of `HttpCall`, such as '/healthz'. Calls to them must be declared.
   * @default - none
   */
  readonly pathsWithoutToken?: string[];
}

/**
 * Verifies the tokens of users, and demands one.
 *
 * Istio's RequestAuthentication alone refuses bad tokens and lets requests without any through. Here an
 * AuthorizationPolicy that denies requests without token goes with it, unless `requireToken` is false.
 *
 * @see https://istio.io/latest/docs/concepts/security/#request-authentication
 */
export class JwtAuthentication extends Construct {
  /** The RequestAuthentication. */
  public readonly requestAuthentication: ApiObject;

  /** The AuthorizationPolicy that denies requests without token; emitted only if one is required. */
  public readonly tokenPolicy: ApiObject;

  private readonly props: JwtAuthenticationProps;
  private readonly namespace: SecureNamespace;

  public constructor(scope: Construct, id: string, props: JwtAuthenticationProps) {
    super(scope, id);
    this.props = props;
    this.namespace = SecureNamespace._of(this);
    const gateway = props.gateway?.toCallerConfigs()[0].name;
    const target = props.workload?.toCalleeConfigs().map(({ name }) => name).join(', ') ?? gateway ?? this.namespace.node.path;
    claim(this, 'the authentication of users at', target, 'name all issuers in one JwtAuthentication');
    if (props.gateway) {
      const at = props.gateway;
      GatewayTokens.of(this).add(() => at.toCallerConfigs()[0].gateway);
    }
    const common = { namespace: () => this.targetNamespace };
    this.requestAuthentication = new MeshObject(this, 'RequestAuthentication', {
      ...common,
      kind: 'RequestAuthentication',
      name: id,
      spec: () => requestAuthentication(props.issuers.map(issuer => issuer._toRule(props.gateway !== undefined)), this.selector),
    });
    this.tokenPolicy = new MeshObject(this, 'AuthorizationPolicy', {
      ...common,
      kind: 'AuthorizationPolicy',
      name: `${id}-token`,
      spec: () => requireToken({
        ...this.selector ? { selector: this.selector } : {},
        ...props.gateway ? { hosts: props.gateway._hostPatterns } : { ports: this.httpPorts },
        exceptPaths: sortedUnique(props.pathsWithoutToken ?? []),
      }),
      annotations: () => dryRunAnnotations(this.namespace._tries && !props.gateway),
      emitted: () => this.requiresToken,
    });
    Synthesis.of(this).addCheck(this, () => this.problems());
  }

  /** Must every request carry a token? */
  public get requiresToken(): boolean {
    return this.props.requireToken ?? true;
  }

  private get callees(): CalleeConfig[] {
    return this.props.gateway ? [] : (this.props.workload ?? this.namespace).toCalleeConfigs();
  }

  private get selector(): { readonly [label: string]: string } | undefined {
    return this.props.gateway ? this.props.gateway.toCallerConfigs()[0].podLabels
      : this.props.workload ? this.callees[0]?.podLabels : undefined;
  }

  private get targetNamespace(): string {
    return this.props.gateway ? this.props.gateway.toCallerConfigs()[0].namespace : this.namespace.namespaceName;
  }

  private get httpPorts(): number[] {
    const ports = this.callees.flatMap(callee => callee.ports).filter(port => isHttp(port.protocol)).map(port => port.targetPort);
    return [...new Set(ports)].sort((a, b) => a - b);
  }

  private problems(): string[] {
    const { issuers, workload, gateway, pathsWithoutToken = [] } = this.props;
    const names = issuers.map(({ issuer }) => issuer);
    return [
      dnsLabelProblem('name', this.node.id),
      ...issuers.length === 0 ? ['accepts tokens of nobody; name at least one issuer.'] : [],
      ...issuers.flatMap(issuer => issuer._problems),
      ...[...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(name => `issuer '${name}' is named twice; name it once.`),
      ...workload && gateway ? ["is for a workload and for a gateway; give one of 'workload' and 'gateway', and make another for the other."] : [],
      ...gateway ? this.gatewayProblems(gateway) : this.calleeProblems(),
      ...pathsWithoutToken.length > 0 && !this.requiresToken ? ["names paths without token, and requires none anywhere; leave out one of 'pathsWithoutToken' and 'requireToken'."] : [],
      ...pathsWithoutToken.map(path => PathPattern.parse(path)).map(path => path.form === 'any' ? "path '*' without token is every path; set 'requireToken' to false." : path.problem),
    ].filter(problem => problem !== undefined);
  }

  /** Policies compare a host with its port: of a wildcard there is no form with any port, and a port in the host would get around it. */
  private gatewayProblems(gateway: IngressGateway): string[] {
    return this.requiresToken ? (gateway._hostPatterns ?? []).filter(host => host.startsWith('*')).map(host =>
      `cannot demand a token for host '${host}' of '${gateway.node.path}', since a request for the same host with a port would get around the policy; name the hosts, or demand the token at the workloads and set 'requireToken' to false here.`) : [];
  }

  private calleeProblems(): string[] {
    const outside = this.callees.find(({ addresses }) => addresses);
    if (outside) {
      return [`is for '${outside.name}', which is outside of the mesh, and nobody would verify a token; name a workload.`];
    }
    const foreign = this.callees.filter(({ namespace }) => namespace !== this.namespace.namespaceName);
    if (foreign.length > 0) {
      return [`is for '${foreign[0].name}' of namespace '${foreign[0].namespace}', and stands in '${this.namespace.namespaceName}'; declare it in the namespace of its workload.`];
    }
    if (!this.namespace.injection.injects) {
      return ["stands in a namespace without proxies, and nobody would verify a token; enable the namespace's injection."];
    }
    if (this.httpPorts.length === 0) {
      return ['is for pods without a port that speaks HTTP, and tokens come with HTTP requests only; give it a workload with an HTTP port.'];
    }
    return [...this.mixedPorts(), ...this.callsWithoutToken()];
  }

  /** On connections without HTTP, the policy would see no token and deny all. */
  private mixedPorts(): string[] {
    const ports = this.httpPorts;
    return this.callees.flatMap(callee => callee.ports.filter(port => !isHttp(port.protocol) && ports.includes(port.targetPort)).map(port =>
      `would close port ${port.targetPort} of '${callee.name}', which speaks ${port.protocol}, since other pods speak HTTP on that port; name the workloads that it is for.`));
  }

  private callsWithoutToken(): string[] {
    if (!this.requiresToken || (this.props.pathsWithoutToken ?? []).length > 0) {
      return [];
    }
    const graph = CallGraph.of(this);
    const calls = this.callees.flatMap(callee => graph.incoming(callee.name))
      .filter(call => call.operation && !call.conditions?.some(({ key, values }) => key === 'request.auth.principal' && values));
    return sortedUnique(calls.map(call =>
      `requires a token, and the call of '${call.caller.name}' to '${call.callee.name}' is declared without user; add byUser(), or set 'requireToken' to false.`));
  }
}
