import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PolicyReach } from './policy-reach';
import type { PolicyReachProps } from './policy-reach-props';
import { SecureNamespace } from '../namespaces/secure-namespace';
import { rulePolicy } from '../policies/rule-policy';
import { MeshObject } from '../private/mesh-object';
import { dnsSubdomainProblem } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** What is marked for the audit log. */
export interface AuditPolicyProps extends PolicyReachProps {}

/**
 * Marks requests for an audit log: an AuthorizationPolicy whose action is AUDIT. It allows and denies nothing, and does
 * nothing at all unless the mesh has a plugin that writes such a log.
 *
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy-Action
 */
export class AuditPolicy extends Construct {
  /** The AuthorizationPolicy. */
  public readonly authorizationPolicy: ApiObject;

  public constructor(scope: Construct, id: string, props: AuditPolicyProps = {}) {
    super(scope, id);
    const reach = new PolicyReach(SecureNamespace._of(this), props);
    this.authorizationPolicy = new MeshObject(this, 'AuthorizationPolicy', {
      kind: 'AuthorizationPolicy',
      name: id,
      spec: () => rulePolicy('AUDIT', reach),
    });
    Synthesis.of(this).addCheck(this, () => [
      ...[dnsSubdomainProblem('name', id)].filter(problem => problem !== undefined), ...reach.problems(),
    ]);
  }
}
