/**
 * What goes over a connection.
 */
export enum AccessProtocol {
  /** HTTP requests. */
  HTTP = 'http',
  /** Bytes that are not read as HTTP. */
  TCP = 'tcp',
  /** Both of them. */
  ANY = 'any',
}

/**
 * What may be done: requests of one kind. What is not mentioned can be anything.
 *
 * Sets of strings are written in the forms of policies where that is possible: `GET, POST`, `/details/*`, `*.html`,
 * `any except /admin*`, `/a/{*}/b`, with `(in any case)` where case does not matter; else as `matching` an expression.
 */
export interface AccessOperation {
  readonly protocol: AccessProtocol;
  /** @default - any */
  readonly methods?: string;
  /** Without query, as normalized by the callee's proxy. @default - any */
  readonly paths?: string;
  /** @default - any */
  readonly hosts?: string;
  /**
   * What else is asked for, by name: `header NAME`, `claim NAME`, `source` (the address at the other end), `remote` (the client's
   * address, as HTTP tells it) and `server name` (of the TLS handshake).
   * @default - nothing
   */
  readonly conditions?: { readonly [name: string]: string };
}
