import { Construct } from 'constructs';
import type { CallerConfig, ICaller } from '../calls/caller';
import { Calls } from '../calls/calls';
import { markElsewhere } from '../contracts/elsewhere';
import { Mesh } from '../mesh/mesh';
import { EVERY_NAMESPACE } from '../policies/identity-source';
import { isCidr } from '../private/cidr';
import { dnsSubdomainProblem } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** Everything that has an identity of a trust domain. */
export interface TrustDomainProps {
  /** The trust domain: the mesh's own, or one of its aliases. */
  readonly trustDomain: string;

  /**
   * The addresses from which its requests come, as CIDR blocks: of another cluster, those of its pods or of its gateway.
   * NetworkPolicy knows no trust domains.
   */
  readonly cidrs: string[];
}

/**
 * A whole trust domain as a caller: every workload of another cluster of the mesh. It is as wide a caller as there is.
 *
 * @see https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/
 */
export class TrustDomain extends Construct implements ICaller {
  /** What everything of the trust domain calls. */
  public readonly calls: Calls;

  public constructor(scope: Construct, id: string, private readonly props: TrustDomainProps) {
    super(scope, id);
    this.calls = Calls._of(this, this);
    markElsewhere(this);
    Synthesis.of(this).addCheck(this, () => [
      ...[dnsSubdomainProblem('trust domain', props.trustDomain)].filter(problem => problem !== undefined),
      ...props.cidrs.length === 0 ? ["has no 'cidrs', so the network lets nothing of it in; name the addresses from which it comes."] : [],
      ...props.cidrs.filter(cidr => !isCidr(cidr)).map(cidr => `'${cidr}' is no CIDR block; write for example '10.0.0.0/8'.`),
      ...[Mesh.of(this).trustDomain, ...Mesh.of(this).trustDomainAliases].includes(props.trustDomain) ? []
        : [`trust domain '${props.trustDomain}' is not the mesh's, whose proxies refuse its identities; make it one of the Mesh's 'trustDomainAliases'.`],
    ]);
  }

  /** @see ICaller.toCallerConfigs() */
  public toCallerConfigs(): CallerConfig[] {
    return [{ name: this.node.path, namespace: EVERY_NAMESPACE, trustDomain: this.props.trustDomain, cidrs: this.props.cidrs, meshed: true }];
  }
}
