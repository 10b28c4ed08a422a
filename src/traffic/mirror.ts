import type { HttpMatch } from './http-match';

/** Which requests are copied. */
export interface MirrorOptions {
  /**
   * The share of the requests, 0–100; a fraction is allowed.
   * @default 100
   */
  readonly percentage?: number;

  /**
   * The requests.
   * @default - every request
   */
  readonly when?: HttpMatch;

  /**
   * The name of the mirror's port, if it is another service.
   * @default - its only port for HTTP
   */
  readonly port?: string;
}
