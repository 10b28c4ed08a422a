import type { PolicyReachProps } from './policy-reach-props';
import { isHttp } from '../calls/app-protocol';
import type { Call } from '../calls/call';
import { portFor } from '../calls/call-problems';
import type { CalleeConfig } from '../calls/callee';
import type { CallerConfig, ICaller } from '../calls/caller';
import type { DeclaredCall } from '../calls/declared-call';
import type { SecureNamespace } from '../namespaces/secure-namespace';
import type { Rule } from '../policies/authorization-policy';
import { askedFor, ruleOf } from '../policies/authorization-policy';
import { identityNaming } from '../policies/identity-naming';
import { principalsOf, sourcesOf } from '../policies/identity-source';
import { sortedUnique } from '../private/naming';

/** What of a callee is asked for: a port, and what is said of the requests to it. */
type Asked = Pick<DeclaredCall, 'callee' | 'port' | 'operation' | 'conditions'>;

/** The rules of a policy beside the calls, and what is wrong with them. */
export class PolicyReach {
  public constructor(private readonly namespace: SecureNamespace, private readonly props: PolicyReachProps) {}

  /** Labels of the pods; undefined for all of the namespace. */
  public get selector(): { readonly [label: string]: string } | undefined {
    return this.props.workload ? this.callees[0]?.podLabels : undefined;
  }

  /** One rule for everybody, or for all callers; more where conditions differ. */
  public get rules(): Rule[] {
    const { from, exceptFrom, calls } = this.props;
    const sources = from ? sourcesOf(configsOf(from), identityNaming(this.namespace.mesh))
      // Several sources are alternatives: whoever is excepted must be so in each.
      : exceptFrom ? [{ notPrincipals: principalsOf(configsOf(exceptFrom)) }] : undefined;
    const asked = calls ? askedFor(this.asked) : [{ operations: [], conditions: [] }];
    return asked.map(one => ruleOf(sources, one));
  }

  public problems(): string[] {
    const { workload, from, exceptFrom, calls } = this.props;
    const foreign = workload ? this.callees.find(({ namespace }) => namespace !== this.namespace.namespaceName) : undefined;
    const outside = workload ? this.callees.find(({ addresses }) => addresses) : undefined;
    return [
      ...outside ? [`is for '${outside.name}', which is outside of the mesh and enforces no policy; name a workload.`] : [],
      ...this.namespace.injection.injects ? [] : ["stands in a namespace without proxies, where no policy is enforced; enable the namespace's injection."],
      ...foreign ? [`is for '${foreign.name}' of namespace '${foreign.namespace}', and stands in '${this.namespace.namespaceName}'; declare it in the namespace of its workload.`] : [],
      ...callersProblems('from', from), ...callersProblems('exceptFrom', exceptFrom),
      ...from && exceptFrom ? ["names callers by 'from' and by 'exceptFrom'; name them by one of the two."] : [],
      ...calls?.length === 0 ? ["'calls' is empty, so it is about nothing; name at least one, or leave it out for everything."] : [],
      ...(calls ?? []).flatMap(call => call._problems),
      ...calls ? this.portProblems(calls) : [],
    ];
  }

  private get callees(): CalleeConfig[] {
    return (this.props.workload ?? this.namespace).toCalleeConfigs();
  }

  /** A call means a port of each callee that has one for it. */
  private get asked(): Asked[] {
    return (this.props.calls ?? []).flatMap(call => this.callees.flatMap((callee): Asked[] => {
      const port = portFor(call, callee);
      return typeof port === 'string' ? [] : [{ callee, port, operation: call._operation, conditions: call._conditions }];
    }));
  }

  private portProblems(calls: readonly Call[]): string[] {
    const callees = this.callees;
    if (callees.length === 0) {
      return ['is for pods without a port, to which nothing can be sent; give it a workload that is called.'];
    }
    const unfit = calls.flatMap(call => {
      const ports = callees.map(callee => portFor(call, callee));
      const reasons = ports.filter(port => typeof port === 'string');
      return reasons.length === callees.length ? [`a call that it names fits no port: ${reasons[0]}`] : [];
    });
    // Policies of a namespace hold for all of its pods, and know ports by number only.
    const http = this.asked.filter(({ operation }) => operation);
    const crossed = callees.flatMap(callee => callee.ports.filter(port => !isHttp(port.protocol)).flatMap(port =>
      http.filter(one => one.port.targetPort === port.targetPort).map(one =>
        `says of HTTP requests to port ${port.targetPort} of '${one.callee.name}' what a proxy cannot see on port ${port.targetPort} of '${callee.name}', which speaks ${port.protocol}; name the workload that it is for.`)));
    return sortedUnique([...unfit, ...crossed]);
  }
}

function configsOf(callers: readonly ICaller[]): CallerConfig[] {
  return callers.flatMap(caller => caller.toCallerConfigs());
}

function callersProblems(what: string, callers: readonly ICaller[] | undefined): string[] {
  const configs = configsOf(callers ?? []);
  return [
    ...callers && configs.length === 0 ? [`'${what}' names no caller; name at least one, or leave it out.`] : [],
    ...configs.filter(({ meshed }) => !meshed).map(({ name }) => `'${what}' names '${name}', which has no proxy and so no identity; inject a sidecar, or leave it out.`),
  ];
}
