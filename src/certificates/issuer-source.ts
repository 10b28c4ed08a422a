import type { AcmeSolver } from './acme-solver';
import type { IssuerSpec } from '../private/cert-manager-spec';
import { dnsSubdomainProblem } from '../private/naming';

/** A key of a Secret. */
export interface SecretKey {
  /** The Secret's name. */
  readonly name: string;

  /**
   * The key.
   * @default 'ca.crt'
   */
  readonly key?: string;
}

/** A secrets engine of Vault that signs, and how cert-manager logs in: by Kubernetes' tokens, so that no secret is kept. */
export interface VaultOptions {
  /** Vault's URL, such as 'https://vault.example.com:8200'. */
  readonly server: string;

  /**
   * What signs: 'pki/sign/my-role', or 'pki/root/sign-intermediate' where certificates of CAs are signed.
   */
  readonly path: string;

  /** The role of Vault's Kubernetes auth method. */
  readonly role: string;

  /**
   * The service account whose token logs in: of the Issuer's namespace, or for a ClusterIssuer of cert-manager's. cert-manager must be
   * allowed to create tokens for it.
   */
  readonly serviceAccountName: string;

  /**
   * Where the auth method is mounted.
   * @default '/v1/auth/kubernetes'
   */
  readonly mountPath?: string;

  /**
   * For whom the token is, beside Vault's default for the Issuer.
   * @default - cert-manager's
   */
  readonly audiences?: string[];

  /**
   * The CA of Vault's own certificate.
   * @default - the CAs that cert-manager's image trusts
   */
  readonly caBundle?: SecretKey;

  /**
   * The namespace of Vault Enterprise.
   * @default - none
   */
  readonly vaultNamespace?: string;
}

/** An ACME server, such as Let's Encrypt. */
export interface AcmeOptions {
  /**
   * The server's directory.
   * @default 'https://acme-v02.api.letsencrypt.org/directory'
   */
  readonly server?: string;

  /**
   * Whom the server tells of problems.
   * @default - nobody
   */
  readonly email?: string;

  /** The Secret into which cert-manager writes the key of its account. */
  readonly accountKeySecret: string;

  /** How names are shown to be ours; at least one. */
  readonly solvers: AcmeSolver[];
}

type Kind = 'self-signed' | 'CA' | 'Vault' | 'ACME';

/**
 * What an issuer signs with. Keys are never part of it: it names Secrets, or services that keep them.
 *
 * @see https://cert-manager.io/docs/configuration/
 */
export class IssuerSource {
  /** Every certificate signs itself: the beginning of a CA, and nothing that others would trust. */
  public static selfSigned(): IssuerSource {
    return new IssuerSource('self-signed', { selfSigned: {} });
  }

  /**
   * A CA whose certificate and key are in a Secret.
   *
   * @param secretName the Secret, of type kubernetes.io/tls: in the Issuer's namespace, or for a ClusterIssuer in cert-manager's
   */
  public static ca(secretName: string): IssuerSource {
    return new IssuerSource('CA', { ca: { secretName } }, [dnsSubdomainProblem('Secret of the CA', secretName)]);
  }

  /** HashiCorp Vault. */
  public static vault(options: VaultOptions): IssuerSource {
    const { server, path, role, serviceAccountName, mountPath = '/v1/auth/kubernetes', audiences, caBundle, vaultNamespace } = options;
    return new IssuerSource('Vault', {
      vault: {
        server,
        path,
        ...vaultNamespace === undefined ? {} : { namespace: vaultNamespace },
        ...caBundle ? { caBundleSecretRef: { name: caBundle.name, key: caBundle.key ?? 'ca.crt' } } : {},
        auth: { kubernetes: { role, mountPath, serviceAccountRef: { name: serviceAccountName, ...audiences ? { audiences } : {} } } },
      },
    }, [
      urlProblem("Vault's server", server),
      /\/sign\/[^/]+$|\/sign-intermediate(\/[^/]+)?$|\/sign-verbatim(\/[^/]+)?$/.test(path) ? undefined
        : `Vault's path '${path}' signs nothing; name the signing endpoint, such as 'pki/sign/my-role' or 'pki/root/sign-intermediate'.`,
      role === '' ? "Vault's role is empty; name the role of the Kubernetes auth method." : undefined,
      dnsSubdomainProblem('service account that logs in to Vault', serviceAccountName),
      mountPath.startsWith('/v1/auth/') ? undefined : `Vault's mount path '${mountPath}' does not begin with '/v1/auth/'; write it whole.`,
      caBundle && dnsSubdomainProblem("Secret of Vault's CA", caBundle.name),
      caBundle && server.startsWith('http:') ? "names a CA of Vault's certificate, and Vault is reached by plain HTTP; use 'https'." : undefined,
    ]);
  }

  /** An ACME server. It issues certificates for public names, never for a mesh's workloads. */
  public static acme(options: AcmeOptions): IssuerSource {
    const { server = 'https://acme-v02.api.letsencrypt.org/directory', email, accountKeySecret, solvers } = options;
    return new IssuerSource('ACME', {
      acme: {
        server,
        ...email === undefined ? {} : { email },
        privateKeySecretRef: { name: accountKeySecret },
        solvers: solvers.map(solver => solver._spec),
      },
    }, [
      urlProblem('the ACME server', server),
      dnsSubdomainProblem("Secret of the ACME account's key", accountKeySecret),
      solvers.length === 0 ? 'has no ACME solver, so no name can be shown to be ours; add an AcmeSolver.' : undefined,
      ...solvers.flatMap(solver => solver._problems),
    ], solvers);
  }

  /** @internal */
  public readonly _kind: Kind;
  /** @internal */
  public readonly _spec: IssuerSpec;
  /** @internal */
  public readonly _problems: readonly string[];
  private readonly solvers: readonly AcmeSolver[];

  private constructor(kind: Kind, spec: IssuerSpec, problems: readonly (string | undefined)[] = [], solvers: readonly AcmeSolver[] = []) {
    this._kind = kind;
    this._spec = spec;
    this._problems = problems.filter(problem => problem !== undefined);
    this.solvers = solvers;
  }

  /**
   * Why it cannot sign the certificate of a CA; undefined if it can.
   * @internal
   */
  public get _caProblem(): string | undefined {
    return this._kind === 'ACME' ? 'an ACME server signs no certificates of CAs'
      : this._kind === 'Vault' && !this.signsIntermediates ? `Vault's path '${this._spec.vault!.path}' signs no certificates of CAs ('pki/root/sign-intermediate' does)`
        : undefined;
  }

  /**
   * Why it cannot sign the certificates of a mesh's workloads; undefined if it can.
   * @internal
   */
  public get _meshProblem(): string | undefined {
    return this._kind === 'ACME' ? 'an ACME server signs no identities (SPIFFE URIs)'
      : this._kind === 'self-signed' ? 'certificates that sign themselves have no root in common'
        : this.signsIntermediates ? `Vault's path '${this._spec.vault!.path}' would make each workload a CA ('pki/sign/<role>' does not)` : undefined;
  }

  /**
   * Why it cannot sign a server's certificate for the names; empty if it can.
   * @internal
   */
  public _serverProblems(dnsNames: readonly string[]): string[] {
    return this.signsIntermediates ? [`Vault's path '${this._spec.vault!.path}' would make the gateway a CA ('pki/sign/<role>' does not)`]
      : this._kind !== 'ACME' ? []
        : dnsNames.filter(name => !this.solvers.some(solver => solver._solves(name))).map(name =>
          `none of its ACME solvers can show that '${name}' is ours${name.startsWith('*.') ? ' (a wildcard needs DNS-01)' : ''}`);
  }

  private get signsIntermediates(): boolean {
    return this._spec.vault !== undefined && /\/sign-intermediate(\/|$)/.test(this._spec.vault.path);
  }
}

function urlProblem(what: string, url: string): string | undefined {
  return /^https?:\/\/[^/\s]+/.test(url) ? undefined : `${what} '${url}' is no URL; write for example 'https://ca.example.com'.`;
}
