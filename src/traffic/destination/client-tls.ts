import type { Setting, SettingPlace, TrafficPolicy } from './setting';
import { given } from './setting';
import { isHttp } from '../../calls/app-protocol';
import { MtlsMode } from '../../policies/mtls-mode';

type Wire = NonNullable<TrafficPolicy['tls']>;

/** TLS to a service whose pods have no proxy. Files are those of the callers' proxies. */
export interface SimpleTlsOptions {
  /**
   * The file with the certificate authorities that the service's certificate may come from, an absolute path.
   * @default - those of the operating system
   */
  readonly caCertificates?: string;

  /**
   * The file with the list of revoked certificates, an absolute path.
   * @default - none
   */
  readonly caCrl?: string;

  /**
   * Names of which the service's certificate must have one.
   * @default - the host that is asked
   */
  readonly subjectAltNames?: string[];

  /**
   * The server name of the handshake.
   * @default - the host that is asked
   */
  readonly sni?: string;

  /**
   * Is any certificate good enough? Then nobody knows who answers.
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/** Mutual TLS with certificates of one's own. Files are those of the callers' proxies. */
export interface MutualTlsOptions extends SimpleTlsOptions {
  /** The file with the callers' certificate, an absolute path. */
  readonly clientCertificate: string;

  /** The file with the key of the callers' certificate, an absolute path. */
  readonly privateKey: string;
}

/**
 * What callers' proxies put on the wire. Left alone, they use the mesh's mutual TLS wherever the callee can.
 *
 * Certificates from Secrets (`credentialName`) are not offered: gateways read them, and sidecars would send plain text.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings
 */
export class ClientTls {
  /** The mesh's mutual TLS always, rather than where the callee can. */
  public static istioMutual(): ClientTls {
    return new ClientTls({ mode: 'ISTIO_MUTUAL' }, []);
  }

  /** No TLS, and so no identity of the caller. */
  public static disable(): ClientTls {
    return new ClientTls({ mode: 'DISABLE' }, []);
  }

  /** TLS that the service's own container terminates. */
  public static simple(options: SimpleTlsOptions = {}): ClientTls {
    return new ClientTls({ mode: 'SIMPLE', ...verification(options) }, verificationProblems(options));
  }

  /** Mutual TLS that the service's own container terminates. */
  public static mutual(options: MutualTlsOptions): ClientTls {
    const { clientCertificate, privateKey } = options;
    return new ClientTls({ mode: 'MUTUAL', clientCertificate, privateKey, ...verification(options) }, [
      fileProblem('clientCertificate', clientCertificate), fileProblem('privateKey', privateKey), ...verificationProblems(options),
    ]);
  }

  private readonly problems: readonly string[];

  private constructor(private readonly wire: Wire, problems: readonly (string | undefined)[]) {
    this.problems = problems.filter(problem => problem !== undefined);
  }

  /**
   * Client TLS as it is written, and what is wrong with it.
   * @internal
   */
  public _toSetting(): Setting<'tls'> {
    return { name: 'tls', wire: this.wire, problems: this.problems, problemsAt: place => placeProblems(this.wire.mode, place) };
  }
}

/** The certificate authorities of the operating system, in Istio's word. */
const SYSTEM = 'system';

function verification({ caCertificates, caCrl, subjectAltNames, sni, insecureSkipVerify }: SimpleTlsOptions): Omit<Wire, 'mode'> {
  return given({
    // Said in so many words: without it, one must know that Istio means the system's.
    caCertificates: caCertificates ?? (insecureSkipVerify ? undefined : SYSTEM),
    caCrl,
    subjectAltNames: subjectAltNames && [...subjectAltNames],
    sni,
    insecureSkipVerify: insecureSkipVerify ? true : undefined,
  });
}

function verificationProblems({ caCertificates, caCrl, subjectAltNames, sni, insecureSkipVerify }: SimpleTlsOptions): (string | undefined)[] {
  return [
    fileProblem('caCertificates', caCertificates),
    fileProblem('caCrl', caCrl),
    sni === '' ? "'sni' is empty; name a server, or leave it out." : undefined,
    subjectAltNames?.length === 0 ? "'subjectAltNames' is empty, which asks for no name; name at least one, or leave it out." : undefined,
    subjectAltNames?.includes('') ? "'subjectAltNames' has an empty name; leave it out." : undefined,
    insecureSkipVerify && (caCertificates ?? caCrl ?? subjectAltNames) !== undefined
      ? "'insecureSkipVerify' looks at no certificate, so 'caCertificates', 'caCrl' and 'subjectAltNames' would mean nothing; leave out one or the other." : undefined,
  ];
}

function fileProblem(what: string, file: string | undefined): string | undefined {
  return file === undefined || /^\/./.test(file) ? undefined
    : `${what} '${file}' is no absolute path of a file in the callers' proxies; write one such as '/etc/certs/ca.pem'.`;
}

/** What the callee's side would do with what is sent. */
function placeProblems(mode: Wire['mode'], { target: { meshed, mtls, authorizes }, ports }: SettingPlace): (string | undefined)[] {
  if (!meshed) {
    return [mode === 'ISTIO_MUTUAL'
      ? "it sends the mesh's mutual TLS, and the service's pods have no proxy to take it; inject one, or use another mode." : undefined];
  }
  return ports.flatMap(port => {
    const takes = port.mtls ?? mtls;
    const where = `port '${port.name}'`;
    if (mode === 'ISTIO_MUTUAL') {
      return [takes === MtlsMode.DISABLE
        ? `it sends the mesh's mutual TLS, and ${where} takes plain text only (mTLS mode 'DISABLE'); use MtlsMode.STRICT.` : undefined];
    }
    const sends = mode === 'DISABLE' ? 'it sends plain text' : `it sends TLS that is not the mesh's (${mode})`;
    if (takes === MtlsMode.STRICT) {
      return [`${sends}, and ${where} takes the mesh's mutual TLS only (mTLS mode 'STRICT'); leave client TLS alone.`];
    }
    return [
      authorizes ? `${sends}, which shows no identity, and the service's AuthorizationPolicy asks for one; leave client TLS alone.` : undefined,
      mode !== 'DISABLE' && isHttp(port.protocol)
        ? `${sends}, which the proxy in front of ${where} does not take, since it speaks HTTP; leave client TLS alone.` : undefined,
    ];
  });
}
