import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PolicyReach } from './policy-reach';
import type { PolicyReachProps } from './policy-reach-props';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { dryRunAnnotations, dryRunQuery } from '../policies/dry-run';
import { rulePolicy } from '../policies/rule-policy';
import { MeshObject } from '../private/mesh-object';
import { dnsSubdomainProblem } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** What is denied. */
export interface DenyPolicyProps extends PolicyReachProps {
  /**
   * Is it only tried? Then nothing is denied, and the proxies count what would have been: see `dryRunQuery`.
   * @default - true while the namespace's rollout enforces nothing yet
   */
  readonly dryRun?: boolean;
}

/**
 * Denies requests, whatever else allows them: an AuthorizationPolicy whose action is DENY. A call that is declared and that it
 * would deny is an error at synth.
 *
 * @see https://istio.io/latest/docs/concepts/security/#authorization-policies
 */
export class DenyPolicy extends Construct {
  /** The AuthorizationPolicy. */
  public readonly authorizationPolicy: ApiObject;

  /** What to ask Prometheus for while the policy is only tried: requests a second that policies of the namespace would deny, by pod. */
  public readonly dryRunQuery: string;

  public constructor(scope: Construct, id: string, props: DenyPolicyProps = {}) {
    super(scope, id);
    const namespace = SecureNamespace._of(this);
    const reach = new PolicyReach(namespace, props);
    this.dryRunQuery = dryRunQuery('deny', namespace.namespaceName);
    this.authorizationPolicy = new MeshObject(this, 'AuthorizationPolicy', {
      kind: 'AuthorizationPolicy',
      name: id,
      spec: () => rulePolicy('DENY', reach),
      annotations: () => dryRunAnnotations(props.dryRun ?? namespace._tries),
    });
    Synthesis.of(this).addCheck(this, () => [
      ...[dnsSubdomainProblem('name', id)].filter(problem => problem !== undefined), ...reach.problems(),
    ]);
  }
}
