import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import type { CertificateLife } from './certificate-life';
import { issuedCertificate } from './issued-certificate';
import type { ICertificateIssuer } from './issuer';
import type { ICertifiedGateway } from '../gateways/certified-gateway';
import type { Problems } from '../private/synthesis';
import { Synthesis } from '../private/synthesis';

/** Which gateway, and who signs. */
export interface GatewayCertificateProps extends CertificateLife {
  /** The `IngressGateway` or `SharedGateway`; its `tls` names the Secret. */
  readonly gateway: ICertifiedGateway;

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

  public constructor(scope: Construct, id: string, private readonly props: GatewayCertificateProps) {
    super(scope, id);
    const { gateway } = props;
    const config = () => gateway.toCertificateNeeds();
    this.certificate = issuedCertificate(this, {
      name: id,
      namespace: () => config().namespace,
      issuer: props.issuer,
      life: props,
      secretName: () => config().credentialName ?? id,
      subject: () => ({ dnsNames: config().hosts, usages: ['digital signature', 'server auth'] }),
      unfit: ({ source }) => [
        ...source?._serverProblems(config().hosts) ?? [],
        ...config().clientCertificates && source?._kind === 'ACME' ? ['the gateway asks its clients for certificates, and an ACME server writes no CA for them into the Secret'] : [],
      ],
    });
    Synthesis.of(this).addAppCheck('gateways with the certificate of another', () => shownByOthers(this.node.root));
    Synthesis.of(this).addCheck(this, () => [
      ...config().credentialName === undefined ? [`is for '${gateway.node.path}', which ends no TLS itself; give the gateway 'tls', or name the SharedGateway that does.`] : [],
      ...config().hosts.includes('*') ? [`is for '${gateway.node.path}', which serves any host ('*'), and no certificate is for any; name the gateway's hosts.`] : [],
    ]);
  }

  /** @internal */
  public get _gateway(): ICertifiedGateway {
    return this.props.gateway;
  }
}

/** Gateways that show the Secret of another's certificate, which is not for their hosts. */
function shownByOthers(root: IConstruct): Problems {
  const gateways = root.node.findAll().filter(isCertified);
  const bySecret = new Map<string, GatewayCertificate>();
  for (const certificate of root.node.findAll().filter(construct => construct instanceof GatewayCertificate)) {
    bySecret.set(secretOf(certificate._gateway), certificate);
  }
  return new Map(gateways.flatMap((gateway): [IConstruct, string[]][] => {
    const certificate = bySecret.get(secretOf(gateway));
    const { hosts, credentialName } = gateway.toCertificateNeeds();
    if (credentialName === undefined || !certificate || certificate._gateway === gateway) {
      return [];
    }
    const named = certificate._gateway.toCertificateNeeds().hosts;
    const missing = hosts.filter(host => !named.includes(host) && !named.includes(`*.${host.split('.').slice(1).join('.')}`));
    return missing.length === 0 ? [] : [[gateway, [
      `shows Secret '${credentialName}', and the certificate that '${certificate.node.path}' writes there is not for ${missing.map(host => `'${host}'`).join(', ')}; give the gateway a Secret and a certificate of its own.`,
    ]]];
  }));
}

function isCertified(construct: IConstruct): construct is ICertifiedGateway {
  return typeof (construct as Partial<ICertifiedGateway>).toCertificateNeeds === 'function';
}

function secretOf(gateway: ICertifiedGateway): string {
  const { namespace, credentialName } = gateway.toCertificateNeeds();
  return JSON.stringify([namespace, credentialName]);
}
