import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Guard } from './authorizer-index';
import { AuthorizerIndex } from './authorizer-index';
import type { ExternalAuthorizer } from './external-authorizer';
import { PolicyReach } from './policy-reach';
import type { PolicyScopeProps } from './policy-scope-props';
import { isHttp } from '../calls/app-protocol';
import { CallGraph } from '../calls/call-graph';
import type { CalleeConfig, ICallee } from '../calls/callee';
import type { ICaller } from '../calls/caller';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { PolicyIndex } from '../policies/policy-index';
import { rulePolicy } from '../policies/rule-policy';
import { MeshObject } from '../private/mesh-object';
import { dnsSubdomainProblem, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** Who is asked, and about which requests. */
export interface ExternalAuthorizationProps extends PolicyScopeProps {
  /** Who is asked. It must be declared with the Mesh. */
  readonly authorizer: ExternalAuthorizer;
}

/**
 * Has an external authorizer asked whether requests may pass: an AuthorizationPolicy whose action is CUSTOM. It allows nothing by
 * itself: whatever it lets through must be a declared call too.
 *
 * The proxies of the guarded pods may know and reach the authorizer. If it runs in a namespace of the app, the guarded
 * workloads must declare their calls of it besides. Nobody is asked as long as the rollout of the namespace enforces nothing.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-custom/
 */
export class ExternalAuthorization extends Construct {
  /** The AuthorizationPolicy. */
  public readonly authorizationPolicy: ApiObject;

  private readonly namespace: SecureNamespace;
  private readonly guard: Guard;

  public constructor(scope: Construct, id: string, private readonly props: ExternalAuthorizationProps) {
    super(scope, id);
    const namespace = this.namespace = SecureNamespace._of(this);
    const reach = new PolicyReach(namespace, props);
    this.guard = {
      construct: this,
      authorizer: props.authorizer,
      namespace: namespace.namespaceName,
      guarded: () => (props.workload ? props.workload.toCalleeConfigs().map(({ name }) => name) : [namespace.node.path]),
      wholeNamespace: props.workload === undefined,
      selector: () => reach.selector,
      clusterDomain: () => namespace.mesh.platform.clusterDomain,
    };
    AuthorizerIndex.of(this).add(this.guard);
    this.authorizationPolicy = new MeshObject(this, 'AuthorizationPolicy', {
      kind: 'AuthorizationPolicy',
      name: id,
      spec: () => rulePolicy('CUSTOM', reach, props.authorizer.name),
      // A dry run would ask the authorizer all the same, and obey it.
      emitted: () => !namespace._tries,
    });
    Synthesis.of(this).addCheck(this, () => [
      ...[dnsSubdomainProblem('name', id)].filter(problem => problem !== undefined), ...reach.problems(), ...this.problems(),
    ]);
  }

  private get callees(): CalleeConfig[] {
    return (this.props.workload ?? this.namespace).toCalleeConfigs();
  }

  /** Who asks, as callers are called. */
  private get asking(): readonly string[] {
    const { workload } = this.props;
    const callers = workload && 'toCallerConfigs' in workload ? (workload as ICallee & ICaller).toCallerConfigs() : this.callees;
    return callers.map(({ name }) => name);
  }

  private problems(): string[] {
    const { authorizer, workload, calls = [] } = this.props;
    const { mesh } = this.namespace;
    const known = mesh.authorizers.map(({ name }) => `'${name}'`).join(', ') || 'none';
    const tokens = sortedUnique(calls.flatMap(call => call._conditions).map(({ key }) => key).filter(key => key.startsWith('request.auth.')));
    return [
      ...mesh._knows(authorizer) ? []
        : [`asks authorizer '${authorizer.name}', which is not declared on the mesh, whose authorizers are ${known}; declare it with the Mesh's 'authorizers'.`],
      ...!workload && !this.namespace.owned
        ? [`is for every pod of namespace '${this.namespace.namespaceName}', which is somebody else's, and proxies of others would not reach the authorizer; name the workloads.`] : [],
      ...tokens.length > 0
        ? [`asks about requests by ${tokens.map(key => `'${key}'`).join(', ')}, and the authorizer is asked before tokens are verified; leave byUser() and claims out of its calls.`] : [],
      ...workload ? this.strangers() : [],
      ...authorizer._httpOnly ? this.withoutHttp() : [],
      ...AuthorizerIndex.of(this).rivalsOf(this.guard).map(rival =>
        `asks authorizer '${authorizer.name}' about pods of which '${rival.construct.node.path}' asks authorizer '${rival.authorizer.name}', and Istio refuses everything where there are two; keep one of them.`),
      ...this.itself(),
      ...this.cutOff(),
    ];
  }

  /** Pods whose proxies are not ours to tell of the authorizer. */
  private strangers(): string[] {
    const index = PolicyIndex.of(this);
    return this.callees.flatMap(callee => (index.calleeObjects(callee.name).length === 0
      ? [`is for '${callee.name}', whose pods are declared elsewhere, and their proxies would not reach the authorizer; declare it where they are.`]
      : callee.mtls === undefined ? [`is for '${callee.name}', which has no proxy that could ask; inject one.`] : []));
  }

  /** Istio passes over an authorizer by HTTP on connections without. */
  private withoutHttp(): string[] {
    const { calls, authorizer } = this.props;
    const fix = 'use ExternalAuthorizer.grpc(), or name the calls that it is about';
    if (calls) {
      return calls.some(call => call._speaks === 'tcp')
        ? [`asks authorizer '${authorizer.name}' about connections, and by HTTP it is asked about HTTP requests only; ${fix}.`] : [];
    }
    return this.callees.flatMap(callee => callee.ports.filter(port => !isHttp(port.protocol)).map(port =>
      `would not guard port ${port.targetPort} of '${callee.name}', which speaks ${port.protocol}: authorizer '${authorizer.name}' is asked about HTTP requests only; ${fix}.`));
  }

  /** An authorizer that is asked about its own requests would wait for itself. */
  private itself(): string[] {
    const { authorizer, workload } = this.props;
    const place = authorizer._collector.podNamespace(this.namespace.mesh.platform.clusterDomain);
    return (workload ? this.callees.some(({ host }) => host === authorizer._service) : place === this.namespace.namespaceName)
      ? [`has authorizer '${authorizer.name}' asked about requests to itself, so that it would wait for its own answer; name other workloads.`] : [];
  }

  /** An authorizer in a namespace of the app admits only who declares calls of it. */
  private cutOff(): string[] {
    const { authorizer } = this.props;
    const place = authorizer._collector.podNamespace(this.namespace.mesh.platform.clusterDomain);
    const closed = this.node.root.node.findAll().some(one => SecureNamespace.isSecureNamespace(one) && one.owned && one.namespaceName === place);
    if (!closed) {
      return [];
    }
    const graph = CallGraph.of(this);
    const callers = [...new Set(graph.calls.filter(({ callee }) => callee.host === authorizer._service).map(({ caller }) => caller.name))];
    // A version may call by itself, and everybody calls by the namespace.
    return this.asking.filter(name => !callers.some(caller => `${name}/`.startsWith(`${caller}/`) || (!this.props.workload && caller.startsWith(`${name}/`))))
      .map(name => `asks authorizer '${authorizer.name}', which runs in namespace '${place}' of this app and admits declared calls only, and '${name}' declares none of it; add calls.to() for it.`);
  }
}
