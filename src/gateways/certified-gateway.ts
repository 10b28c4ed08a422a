import type { IConstruct } from 'constructs';

/** What the certificate of a gateway is about, and where it must be. */
export interface GatewayCertificateNeeds {
  /** The hosts that the gateway serves. */
  readonly hosts: string[];

  /** The namespace of the gateway's pods, which read the Secret. */
  readonly namespace: string;

  /**
   * The Secret's name.
   * @default - the gateway ends no TLS
   */
  readonly credentialName?: string;

  /** Does the Secret need the CA of clients, too? */
  readonly clientCertificates: boolean;
}

/** A gateway that shows a certificate. */
export interface ICertifiedGateway extends IConstruct {
  /** What its certificate is about. */
  toCertificateNeeds(): GatewayCertificateNeeds;
}
