import { dnsSubdomainProblem } from '../private/naming';

/**
 * How a gateway terminates TLS.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class GatewayTls {
  /**
   * The server shows a certificate.
   *
   * @param credentialName the Secret with certificate and key, in the namespace of the gateway's pods
   */
  public static simple(credentialName: string): GatewayTls {
    return new GatewayTls('SIMPLE', credentialName);
  }

  /**
   * Server and client show certificates.
   *
   * @param credentialName the Secret with certificate, key and the clients' CA, in the namespace of the gateway's pods
   */
  public static mutual(credentialName: string): GatewayTls {
    return new GatewayTls('MUTUAL', credentialName);
  }

  /** @internal */
  public readonly _mode: 'SIMPLE' | 'MUTUAL';

  private constructor(mode: 'SIMPLE' | 'MUTUAL', /** The Secret's name. */ public readonly credentialName: string) {
    this._mode = mode;
  }

  /** @internal */
  public get _problem(): string | undefined {
    return dnsSubdomainProblem('credential', this.credentialName);
  }
}
