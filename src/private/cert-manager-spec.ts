/** The parts of cert-manager.io/v1 that we write. cert-manager's own CRDs judge them in the conformance run. */
export interface CertificateSpec {
  readonly secretName: string;
  readonly issuerRef: { readonly name: string; readonly kind: string; readonly group: string };
  readonly commonName?: string;
  readonly dnsNames?: string[];
  readonly uris?: string[];
  readonly isCA?: boolean;
  readonly duration?: string;
  readonly renewBefore?: string;
  readonly usages: string[];
  readonly privateKey: { readonly algorithm: 'ECDSA' | 'RSA'; readonly size: number; readonly rotationPolicy: 'Always' };
  readonly revisionHistoryLimit: number;
}

/** Spec of an Issuer and of a ClusterIssuer: one of these. */
export interface IssuerSpec {
  readonly selfSigned?: Record<string, never>;
  readonly ca?: { readonly secretName: string };
  readonly vault?: VaultIssuerSpec;
  readonly acme?: AcmeIssuerSpec;
}

export interface VaultIssuerSpec {
  readonly server: string;
  readonly path: string;
  readonly namespace?: string;
  readonly caBundleSecretRef?: { readonly name: string; readonly key: string };
  readonly auth: {
    readonly kubernetes: {
      readonly role: string;
      readonly mountPath: string;
      readonly serviceAccountRef: { readonly name: string; readonly audiences?: string[] };
    };
  };
}

export interface AcmeIssuerSpec {
  readonly server: string;
  readonly email?: string;
  readonly privateKeySecretRef: { readonly name: string };
  readonly solvers: AcmeSolverSpec[];
}

export interface AcmeSolverSpec {
  readonly selector?: { readonly dnsZones: string[] };
  readonly http01?: { readonly [kind: string]: unknown };
  readonly dns01?: { readonly [provider: string]: unknown };
}
