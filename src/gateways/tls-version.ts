/** Versions of TLS that a gateway may speak. Older ones are broken (RFC 8996), and not offered. */
export enum TlsVersion {
  /** TLS 1.2. */
  TLSV1_2 = 'TLSV1_2',
  /** TLS 1.3. */
  TLSV1_3 = 'TLSV1_3',
}
