import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { CertificateLife } from './certificate-life';
import { lifeOf, lifeProblems } from './certificate-life';
import type { ICertificateIssuer } from './issuer';
import type { CertificateSpec } from '../private/cert-manager-spec';
import { MeshObject } from '../private/mesh-object';
import { dnsSubdomainProblem } from '../private/naming';
import type { Problems, SynthesizedApp } from '../private/synthesis';
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
    ];
  });
  Synthesis.of(scope).addAppCheck('Secrets that two Certificates write', secretsWrittenTwice);
  return certificate;
}

/** Two Certificates that write one Secret would take turns, whoever created them. */
function secretsWrittenTwice({ objects }: SynthesizedApp): Problems {
  const writers = new Map<string, ApiObject[]>();
  for (const { object, manifest } of objects) {
    const secretName: unknown = object.kind === 'Certificate' && object.apiGroup === 'cert-manager.io' ? manifest.spec?.secretName : undefined;
    if (typeof secretName === 'string') {
      const secret = `${manifest.metadata.namespace ?? 'default'}/${secretName}`;
      writers.set(secret, [...writers.get(secret) ?? [], object]);
    }
  }
  const problems: Problems = new Map();
  for (const [secret, several] of writers) {
    for (const object of several.length > 1 ? several : []) {
      const others = several.filter(other => other !== object).map(other => `'${other.node.path}'`).join(', ');
      problems.set(object, [`writes Secret '${secret}', which ${others} writes too; give each Certificate a Secret of its own.`]);
    }
  }
  return problems;
}
