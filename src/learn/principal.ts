/** The parts of an identity. */
export interface Principal {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

const PRINCIPAL = /^(?:spiffe:\/\/)?([^/\s]+)\/ns\/([^/\s]+)\/sa\/([^/\s]+)$/;

/** Reads an identity, with `spiffe://` or without; undefined for anything else. */
export function readPrincipal(text: unknown): Principal | undefined {
  // A certificate may have several names; that of the workload is the one of this form.
  const match = typeof text === 'string' ? text.split(',').map(name => PRINCIPAL.exec(name.trim())).find(found => found !== null) : undefined;
  return match ? { trustDomain: match[1], namespace: match[2], serviceAccount: match[3] } : undefined;
}

/** As policies write it. */
export function principalText({ trustDomain, namespace, serviceAccount }: Principal): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
