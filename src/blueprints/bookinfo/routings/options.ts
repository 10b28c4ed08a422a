import type { Duration } from 'cdk8s';

/** For whom a routing of Bookinfo makes an exception. */
export interface BookinfoUser {
  /**
   * The user: the value of the header `end-user`.
   * @default 'jason'
   */
  readonly user?: string;
}

/** How requests of a user to ratings are delayed. */
export interface BookinfoDelay extends BookinfoUser {
  /**
   * How long they wait.
   * @default Duration.seconds(7)
   */
  readonly delay?: Duration;
  /**
   * The share of the requests that wait, 0–100.
   * @default 100
   */
  readonly percentage?: number;
}

/** How requests of a user to ratings fail. */
export interface BookinfoAbort extends BookinfoUser {
  /**
   * The HTTP status that they see, 200–599.
   * @default 500
   */
  readonly status?: number;
  /**
   * The share of the requests that fail, 0–100.
   * @default 100
   */
  readonly percentage?: number;
}

/** How requests to details fail. */
export interface BookinfoDetailsAbort {
  /**
   * The HTTP status that they see, 200–599.
   * @default 555
   */
  readonly status?: number;
  /**
   * The share of the requests that fail, 0–100.
   * @default 100
   */
  readonly percentage?: number;
}
