import { TlsVersion } from './tls-version';
import { unknownValueProblem } from '../private/known-values';
import type { MeshKinds } from '../private/mesh-object';
import { dnsSubdomainProblem } from '../private/naming';

type ServerTls = NonNullable<NonNullable<MeshKinds['Gateway']['servers']>[number]['tls']>;

/** What a gateway and its clients may agree on. */
export interface GatewayTlsOptions {
  /**
   * The oldest version of TLS that clients may speak.
   * @default TlsVersion.TLSV1_2
   */
  readonly minProtocolVersion?: TlsVersion;

  /**
   * The cipher suites of TLS 1.2, by OpenSSL's names, such as 'ECDHE-ECDSA-AES128-GCM-SHA256'; those of TLS 1.3 cannot be chosen.
   * @default - Envoy's: ECDHE with AES-GCM or CHACHA20-POLY1305
   */
  readonly cipherSuites?: string[];
}

/** What is asked of clients that show certificates. */
export interface GatewayMutualTlsOptions extends GatewayTlsOptions {
  /**
   * Names of which a client's certificate must bear one, such as 'partner.example.com' or a SPIFFE ID.
   * @default - any certificate that the CA signed
   */
  readonly subjectAltNames?: string[];
}

/** The cipher suites that Istio knows. Without forward secrecy, or with 3DES or CBC, they are no part of Envoy's defaults. */
const CIPHER_SUITES = [
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES256-SHA', 'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA', 'DES-CBC3-SHA',
];

type Mode = 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL' | 'PASSTHROUGH';

/**
 * What a gateway does about TLS.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings
 */
export class GatewayTls {
  /**
   * The server shows a certificate.
   *
   * @param credentialName the Secret with certificate and key, in the namespace of the gateway's pods
   */
  public static simple(credentialName: string, options: GatewayTlsOptions = {}): GatewayTls {
    return new GatewayTls('SIMPLE', options, credentialName);
  }

  /**
   * Server and client show certificates.
   *
   * @param credentialName the Secret with certificate, key and the clients' CA ('ca.crt', or a Secret of its own named `<credentialName>-cacert`),
   * in the namespace of the gateway's pods
   */
  public static mutual(credentialName: string, options: GatewayMutualTlsOptions = {}): GatewayTls {
    return new GatewayTls('MUTUAL', options, credentialName);
  }

  /**
   * The server shows a certificate, and the client may: one that is shown must be right, and who shows none is let in.
   *
   * @param credentialName as for `mutual()`
   */
  public static optionalMutual(credentialName: string, options: GatewayMutualTlsOptions = {}): GatewayTls {
    return new GatewayTls('OPTIONAL_MUTUAL', options, credentialName);
  }

  /**
   * TLS is passed through to a workload that ends it itself, by the server's name that the client asks for (SNI). The gateway sees no
   * requests: what is exposed are connections (`TcpCall`) to a port that speaks TLS or HTTPS.
   */
  public static passthrough(): GatewayTls {
    return new GatewayTls('PASSTHROUGH', {});
  }

  /** @internal */
  public readonly _mode: Mode;

  private constructor(
    mode: Mode,
    private readonly options: GatewayMutualTlsOptions,
    /** The Secret's name; none where TLS is passed through. */
    public readonly credentialName?: string,
  ) {
    this._mode = mode;
  }

  /**
   * As a server of a Gateway has it.
   * @internal
   */
  public get _settings(): ServerTls {
    const { minProtocolVersion, cipherSuites, subjectAltNames } = this.options;
    return this._mode === 'PASSTHROUGH' ? { mode: this._mode } : {
      mode: this._mode,
      credentialName: this.credentialName,
      minProtocolVersion: minProtocolVersion ?? TlsVersion.TLSV1_2,
      ...cipherSuites ? { cipherSuites: [...cipherSuites] } : {},
      ...subjectAltNames ? { subjectAltNames: [...subjectAltNames] } : {},
    };
  }

  /** @internal */
  public get _problems(): string[] {
    const { minProtocolVersion, cipherSuites, subjectAltNames } = this.options;
    const unknown = cipherSuites?.filter(suite => !CIPHER_SUITES.includes(suite)) ?? [];
    const repeated = cipherSuites?.find((suite, i) => cipherSuites.indexOf(suite) !== i);
    return [
      credentialProblem(this.credentialName),
      unknownValueProblem('TLS version', minProtocolVersion, TlsVersion),
      cipherSuites?.length === 0 ? "TLS without cipher suites speaks to nobody; name one in 'cipherSuites', or leave it out." : undefined,
      ...unknown.map(suite => `cipher suite '${suite}' is none that Istio knows; use one of ${CIPHER_SUITES.slice(0, 6).join(', ')}.`),
      repeated === undefined ? undefined : `cipher suite '${repeated}' is named twice; name it once.`,
      cipherSuites && minProtocolVersion === TlsVersion.TLSV1_3
        ? "cipher suites are those of TLS 1.2, and clients must speak TLS 1.3; leave out 'cipherSuites'." : undefined,
      subjectAltNames?.length === 0 ? "'subjectAltNames' is empty; name at least one, or leave it out for any certificate that the CA signed." : undefined,
    ].filter(problem => problem !== undefined);
  }
}

function credentialProblem(name: string | undefined): string | undefined {
  if (name?.includes('/')) {
    return `credential '${name}' names a namespace, and Secrets are read in that of the gateway's pods alone; name the Secret only, and put it there.`;
  }
  return name === undefined ? undefined : dnsSubdomainProblem('credential', name);
}
