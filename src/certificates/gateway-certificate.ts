import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { CertificateLife } from './certificate-life';
import { issuedCertificate } from './issued-certificate';
import type { ICertificateIssuer } from './issuer';
import type { IngressGateway } from '../gateways/ingress-gateway';
import { Synthesis } from '../private/synthesis';

/** Which gateway, and who signs. */
export interface GatewayCertificateProps extends CertificateLife {
  /** The gateway; its `tls` names the Secret. */
  readonly gateway: IngressGateway;

  /** Who signs: a ClusterIssuer, or an Issuer of the namespace in which the gateway's pods run. */
  readonly issuer: ICertificateIssuer;
}

/**
 * The certificate that a gateway shows: cert-manager writes it, for the gateway's hosts, into the Secret that the gateway's `tls` names,
 * in the namespace in which the gateway's pods run.
 *
 * It is valid for 90 days unless `duration` says otherwise.
 *
 * @see https://istio.io/latest/docs/ops/integrations/certmanager/
 */
export class GatewayCertificate extends Construct {
  /** The Certificate. */
  public readonly certificate: ApiObject;

  public constructor(scope: Construct, id: string, props: GatewayCertificateProps) {
    super(scope, id);
    const { gateway } = props;
    const config = () => gateway._certificateNeeds;
    this.certificate = issuedCertificate(this, {
      name: id,
      namespace: () => config().namespace,
      issuer: props.issuer,
      life: props,
      secretName: () => config().credentialName ?? id,
      subject: () => ({ dnsNames: config().hosts, usages: ['digital signature', 'server auth'] }),
      unfit: ({ source }) => [
        ...source?._serverProblems(config().hosts) ?? [],
        ...config().mutual && source?._kind === 'ACME' ? ['the gateway asks its clients for certificates, and an ACME server writes no CA for them into the Secret'] : [],
      ],
    });
    Synthesis.of(this).addCheck(this, () => [
      ...config().credentialName === undefined ? [`is for '${gateway.node.path}', which terminates no TLS; give the gateway 'tls'.`] : [],
      ...config().hosts.includes('*') ? [`is for '${gateway.node.path}', which serves any host ('*'), and no certificate is for any; name the gateway's hosts.`] : [],
    ]);
  }
}
