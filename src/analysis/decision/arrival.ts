import type { Unknown } from './tri';

/**
 * A request as the callee's proxy sees it, when it comes to authorize it.
 */
export interface Arrival {
  /** Whether it is read as HTTP. If not, policies see a connection only. */
  readonly http: boolean;
  /** The callee's container port. */
  readonly port: number;
  /** The URI of the peer's certificate; undefined without mutual TLS. */
  readonly identity?: string;
  /** The address at the other end of the connection. */
  readonly peerAddress: string | Unknown;
  /** The address of the client as the proxies before tell it. */
  readonly remoteAddress: string | Unknown;
  readonly destinationAddress: string | Unknown;
  readonly serverName: string | Unknown;
  readonly method: string;
  /** Normalized, without query. */
  readonly path: string | Unknown;
  readonly authority: string | Unknown;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The claims of a token that was verified; undefined if there was none, unknown if nobody says what they are. */
  readonly claims?: unknown;
}
