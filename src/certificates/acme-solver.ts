import type { AcmeSolverSpec } from '../private/cert-manager-spec';
import { dnsSubdomainProblem } from '../private/naming';

/** The Gateway (of the Gateway API) on which answers to HTTP-01 challenges are served. */
export interface AcmeGateway {
  /** The Gateway's name. */
  readonly name: string;

  /** The Gateway's namespace. */
  readonly namespace: string;
}

/** Where DNS records for DNS-01 challenges are made, by cert-manager's names of the providers. */
export enum DnsProvider {
  /** Akamai Edge DNS. */
  AKAMAI = 'akamai',
  /** Azure DNS. */
  AZURE_DNS = 'azureDNS',
  /** Google Cloud DNS. */
  CLOUD_DNS = 'cloudDNS',
  /** Cloudflare. */
  CLOUDFLARE = 'cloudflare',
  /** DigitalOcean. */
  DIGITAL_OCEAN = 'digitalocean',
  /** A server that takes dynamic updates (RFC 2136). */
  RFC_2136 = 'rfc2136',
  /** Amazon Route 53. */
  ROUTE_53 = 'route53',
  /** A webhook of cert-manager. */
  WEBHOOK = 'webhook',
}

/**
 * How an ACME server is shown that a name is ours.
 *
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class AcmeSolver {
  /**
   * HTTP-01, answered by a Gateway of the Gateway API. It cannot show that a wildcard is ours.
   *
   * @param gateway the Gateway; it must serve the names on port 80
   */
  public static http01Gateway(gateway: AcmeGateway): AcmeSolver {
    const { name, namespace } = gateway;
    return new AcmeSolver(
      { http01: { gatewayHTTPRoute: { parentRefs: [{ name, namespace, kind: 'Gateway', group: 'gateway.networking.k8s.io' }] } } },
      [dnsSubdomainProblem('Gateway of the ACME solver', name), dnsSubdomainProblem("namespace of the ACME solver's Gateway", namespace)],
    );
  }

  /**
   * HTTP-01, answered by an Ingress. It cannot show that a wildcard is ours.
   *
   * @param ingressClassName the class of the Ingress, such as 'istio'
   */
  public static http01Ingress(ingressClassName: string): AcmeSolver {
    return new AcmeSolver({ http01: { ingress: { ingressClassName } } }, [dnsSubdomainProblem('ingress class of the ACME solver', ingressClassName)]);
  }

  /**
   * DNS-01, answered by records that cert-manager makes. It can show that a wildcard is ours.
   *
   * @param provider who serves the records
   * @param settings the provider's settings, as cert-manager has them; keys and tokens are references to Secrets
   */
  public static dns01(provider: DnsProvider, settings: { [key: string]: any }): AcmeSolver {
    return new AcmeSolver({ dns01: { [provider]: settings } }, [
      Object.values(DnsProvider).includes(provider) ? undefined
        : `'${String(provider)}' is no DNS provider of cert-manager; it is one of ${Object.values(DnsProvider).map(one => `'${one}'`).join(', ')}.`,
    ]);
  }

  /** @internal */
  public readonly _spec: AcmeSolverSpec;
  /** @internal */
  public readonly _problems: readonly string[];

  private constructor(spec: AcmeSolverSpec, problems: readonly (string | undefined)[]) {
    this._spec = spec;
    this._problems = problems.filter(problem => problem !== undefined);
  }

  /** The same, for names of these DNS zones only. */
  public forZones(...dnsZones: string[]): AcmeSolver {
    return new AcmeSolver({ ...this._spec, selector: { dnsZones } }, [
      ...this._problems,
      dnsZones.length === 0 ? 'the ACME solver is for no zone; name at least one.' : undefined,
      ...dnsZones.map(zone => dnsSubdomainProblem('zone of the ACME solver', zone)),
    ]);
  }

  /**
   * Can it show that the name is ours?
   * @internal
   */
  public _solves(dnsName: string): boolean {
    const { selector, http01 } = this._spec;
    const name = dnsName.replace(/^\*\./, '');
    return !(http01 && name !== dnsName) && (!selector || selector.dnsZones.some(zone => name === zone || name.endsWith(`.${zone}`)));
  }
}
