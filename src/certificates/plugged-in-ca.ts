import type { ApiObject } from 'cdk8s';
import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { CertificateLife } from './certificate-life';
import { issuedCertificate } from './issued-certificate';
import type { ICertificateIssuer } from './issuer';
import { Mesh } from '../mesh/mesh';
import { claim } from '../private/claims';

/** Who signs for istiod's CA. */
export interface PluggedInCaProps extends CertificateLife {
  /** Who signs the certificate of istiod's CA: the root, or a CA below it. */
  readonly issuer: ICertificateIssuer;
}

/** How long istiod's CA lives unless something else is said, in days. */
const CA_DAYS = 365;

/**
 * The CA with which istiod signs identities, below a root of yours: a Certificate that cert-manager writes into Secret `cacerts` of the
 * root namespace, from which istiod reads it. The key is made in the cluster, and in no file.
 *
 * It is valid for a year unless `duration` says otherwise. If a Secret `cacerts` is written by something else, no construct is needed.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export class PluggedInCa extends Construct {
  /** The Certificate. */
  public readonly certificate: ApiObject;

  public constructor(scope: Construct, id: string, props: PluggedInCaProps) {
    super(scope, id);
    const root = () => Mesh.of(this).rootNamespace;
    claim(this, 'the plugged-in CA of root namespace', root(), 'keep one of them');
    this.certificate = issuedCertificate(this, {
      name: id,
      namespace: root,
      issuer: props.issuer,
      life: { duration: props.duration ?? Duration.days(CA_DAYS), renewBefore: props.renewBefore },
      secretName: () => 'cacerts',
      subject: () => ({
        commonName: `istiod.${root()}.svc`,
        uris: [`spiffe://${Mesh.of(this).trustDomain}/ns/${root()}/sa/istiod`],
        isCA: true,
        usages: ['cert sign', 'crl sign', 'digital signature'],
      }),
      unfit: ({ source }) => [
        source?._caProblem,
        source?._kind === 'self-signed' ? 'with each renewal the mesh would get another root, which proxies do not know yet' : undefined,
        Mesh.of(this).platform.istioCsr ? 'the platform has istio-csr, and istiod signs nothing' : undefined,
      ].filter(problem => problem !== undefined),
    });
  }
}
