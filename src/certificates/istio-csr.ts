import type { ApiObject } from 'cdk8s';
import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { CertificateLife } from './certificate-life';
import { issuedCertificate } from './issued-certificate';
import type { ICertificateIssuer } from './issuer';
import type { IstioCsrInstallation } from '../mesh/istio-csr-installation';
import { istioCsrService } from '../mesh/istio-csr-installation';
import { Mesh } from '../mesh/mesh';
import { claim } from '../private/claims';
import { dnsLabelProblem, dnsSubdomainProblem, sortedUnique } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** Who signs identities, and istiod's own certificate. */
export interface IstioCsrProps extends CertificateLife {
  /** Who signs the identities of workloads, and istiod's own certificate. An Issuer must be of the root namespace. */
  readonly issuer: ICertificateIssuer;

  /**
   * The Secret with the root that proxies trust, in istio-csr's namespace under the key `ca.pem`. Without it, istio-csr trusts whatever root
   * comes with its own certificate.
   * @default - none
   */
  readonly rootCaSecret?: string;

  /**
   * The revisions of istiod.
   * @default - 'default'
   */
  readonly revisions?: string[];

  /**
   * How long a workload's certificate is valid at most.
   * @default Duration.hours(1)
   */
  readonly maxWorkloadDuration?: Duration;
}

const NOWHERE: IstioCsrInstallation = {};

/**
 * Has identities signed by an issuer of cert-manager in place of istiod, through istio-csr. It emits istiod's own Certificate, and says by
 * `helmValues()` how istio-csr is installed. That the mesh has it is said to the `Platform` (`istioCsr`), from which the rest follows:
 * istiod's values in `mesh.meshConfig()`, and the way of every proxy to it.
 *
 * istiod's certificate is valid for an hour unless `duration` says otherwise.
 *
 * @see https://cert-manager.io/docs/usage/istio-csr/
 */
export class IstioCsr extends Construct {
  /** istiod's Certificate. */
  public readonly certificate: ApiObject;

  public constructor(scope: Construct, id: string, private readonly props: IstioCsrProps) {
    super(scope, id);
    const root = () => this.mesh.rootNamespace;
    claim(this, 'istio-csr of root namespace', root(), 'keep one of them');
    this.certificate = issuedCertificate(this, {
      name: 'istiod',
      namespace: root,
      issuer: props.issuer,
      life: { duration: props.duration ?? Duration.hours(1), renewBefore: props.renewBefore },
      // The Secret that Istio's chart mounts.
      secretName: () => 'istiod-tls',
      subject: () => ({
        commonName: `istiod.${root()}.svc`,
        dnsNames: sortedUnique(this.revisions.map(revision => `istiod${revision === 'default' ? '' : `-${revision}`}.${root()}.svc`).concat(`istiod.${root()}.svc`)),
        uris: [`spiffe://${this.mesh.trustDomain}/ns/${root()}/sa/istiod-service-account`],
        usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
      }),
      rsa: true,
      unfit: ({ source }) => [source?._meshProblem].filter(problem => problem !== undefined),
    });
    Synthesis.of(this).addCheck(this, () => [
      ...this.mesh.platform.istioCsr ? [] : ["is not known to the mesh: proxies would not reach it, and ask istiod; describe it in the Platform's 'istioCsr'."],
      ...this.revisions.length === 0 ? ["has no revision of istiod; name at least one, or leave 'revisions' out."] : [],
      ...this.revisions.map(revision => dnsLabelProblem('revision', revision)).filter(problem => problem !== undefined),
      ...[props.rootCaSecret === undefined ? undefined : dnsSubdomainProblem('Secret of the root', props.rootCaSecret)].filter(problem => problem !== undefined),
    ]);
  }

  /** Values for the Helm chart `cert-manager-istio-csr`. */
  public helmValues(): { [key: string]: any } {
    const { name, kind, group = 'cert-manager.io' } = this.props.issuer.toIssuerConfig();
    const { rootNamespace, trustDomain, platform } = this.mesh;
    const { service } = istioCsrService(platform.istioCsr ?? NOWHERE);
    const { rootCaSecret } = this.props;
    const folder = '/var/run/secrets/istio-csr';
    return {
      app: {
        certmanager: { namespace: rootNamespace, issuer: { name, kind, group } },
        tls: {
          trustDomain,
          certificateDNSNames: [service],
          // Emitted here.
          istiodCertificateEnable: false,
          ...rootCaSecret === undefined ? {} : { rootCAFile: `${folder}/ca.pem` },
        },
        server: { maxCertificateDuration: `${(this.props.maxWorkloadDuration ?? Duration.hours(1)).toSeconds()}s` },
        istio: { namespace: rootNamespace, revisions: this.revisions },
        controller: { leaderElectionNamespace: rootNamespace },
      },
      ...rootCaSecret === undefined ? {} : {
        volumes: [{ name: 'root-ca', secret: { secretName: rootCaSecret } }],
        volumeMounts: [{ name: 'root-ca', mountPath: folder, readOnly: true }],
      },
    };
  }

  private get mesh(): Mesh {
    return Mesh.of(this);
  }

  private get revisions(): string[] {
    return [...this.props.revisions ?? ['default']];
  }
}
