import type { Construct } from 'constructs';
import type { CertificateLife } from './certificate-life';
import { lifeOf, lifeProblems } from './certificate-life';
import type { ICertificateIssuer } from './issuer';
import type { CertificateSpec } from '../private/cert-manager-spec';
import { MeshObject } from '../private/mesh-object';
import { dnsSubdomainProblem } from '../private/naming';
import { Synthesis } from '../private/synthesis';

/** A Certificate of cert-manager, as constructs of ours need one. */
export interface IssuedCertificateProps {
  readonly name: string;
  readonly namespace: () => string;
  readonly issuer: ICertificateIssuer;
  readonly life: CertificateLife;
  readonly secretName: () => string;
  /** What it is about, beside its issuer and key. */
  readonly subject: () => Pick<CertificateSpec, 'commonName' | 'dnsNames' | 'uris' | 'isCA' | 'usages'>;
  readonly rsa?: boolean;
  /** Why the issuer cannot sign it. */
  readonly unfit: (issuer: ReturnType<ICertificateIssuer['toIssuerConfig']>) => readonly string[];
}

/** Emits the Certificate below a construct, which reports what is wrong with it. */
export function issuedCertificate(scope: Construct, props: IssuedCertificateProps): MeshObject<'Certificate'> {
  const { issuer, life } = props;
  const certificate = new MeshObject(scope, 'Certificate', {
    kind: 'Certificate',
    name: props.name,
    namespace: props.namespace,
    spec: () => {
      const { name, kind, group = 'cert-manager.io' } = issuer.toIssuerConfig();
      return {
        secretName: props.secretName(),
        issuerRef: { name, kind, group },
        ...props.subject(),
        ...lifeOf(life),
        privateKey: { ...props.rsa ? { algorithm: 'RSA', size: 2048 } : { algorithm: 'ECDSA', size: 256 }, rotationPolicy: 'Always' },
        revisionHistoryLimit: 1,
      };
    },
  });
  Synthesis.of(scope).addCheck(scope, () => {
    const config = issuer.toIssuerConfig();
    const described = `${config.kind} '${config.name}'`;
    return [
      ...[dnsSubdomainProblem('name', props.name), dnsSubdomainProblem('Secret', props.secretName())].filter(problem => problem !== undefined),
      ...lifeProblems(life),
      ...config.namespace === undefined || config.namespace === props.namespace() ? []
        : [`is in namespace '${props.namespace()}', and ${described} issues for namespace '${config.namespace}' only; use a ClusterIssuer, or an Issuer of '${props.namespace()}'.`],
      ...props.unfit(config).map(reason => `${described} cannot sign it: ${reason}; use another issuer.`),
      ...secretWriters(scope, certificate),
    ];
  });
  return certificate;
}

/** Two Certificates that write one Secret would take turns. */
function secretWriters(scope: Construct, certificate: MeshObject<'Certificate'>): string[] {
  const place = (one: MeshObject<'Certificate'>) => {
    const { metadata, spec } = one.toJson();
    return `${metadata.namespace}/${spec.secretName}`;
  };
  const mine = place(certificate);
  return scope.node.root.node.findAll().filter((one): one is MeshObject<'Certificate'> =>
    one instanceof MeshObject && one.kind === 'Certificate' && one !== certificate && place(one as MeshObject<'Certificate'>) === mine)
    .map(other => `writes Secret '${mine}', which '${other.node.path}' writes too; give one of them another Secret.`);
}
