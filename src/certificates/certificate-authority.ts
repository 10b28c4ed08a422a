import type { ApiObject } from 'cdk8s';
import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { CertificateLife } from './certificate-life';
import { issuedCertificate } from './issued-certificate';
import type { ICertificateIssuer } from './issuer';
import { IssuerSource } from './issuer-source';

/** A CA and who signs for it. */
export interface CertificateAuthorityProps extends CertificateLife {
  /** Who signs its certificate: a self-signed issuer makes a root. */
  readonly issuer: ICertificateIssuer;

  /**
   * The Secret into which cert-manager writes certificate and key.
   * @default - the construct's id
   */
  readonly secretName?: string;

  /**
   * The subject's common name.
   * @default - the construct's id
   */
  readonly commonName?: string;
}

/** How long a root lives unless something else is said, in days: with its end, everything below it ends. */
const ROOT_DAYS = 3650;

/**
 * The certificate of a CA, in its chart's namespace. `issuerSource` is what an Issuer of the same namespace signs with.
 *
 * It is valid for ten years unless `duration` says otherwise.
 */
export class CertificateAuthority extends Construct {
  /** The Certificate. */
  public readonly certificate: ApiObject;

  /** What an Issuer needs to sign by this CA. */
  public readonly issuerSource: IssuerSource;

  public constructor(scope: Construct, id: string, props: CertificateAuthorityProps) {
    super(scope, id);
    const secretName = props.secretName ?? id;
    this.issuerSource = IssuerSource.ca(secretName);
    this.certificate = issuedCertificate(this, {
      name: id,
      namespace: () => Chart.of(this).namespace ?? 'default',
      issuer: props.issuer,
      life: { duration: props.duration ?? Duration.days(ROOT_DAYS), renewBefore: props.renewBefore },
      secretName: () => secretName,
      subject: () => ({ commonName: props.commonName ?? id, isCA: true, usages: ['cert sign', 'crl sign', 'digital signature'] }),
      unfit: ({ source }) => [source?._caProblem].filter(problem => problem !== undefined),
    });
  }
}
