import type { Answer } from './traffic-model';
import { isPortNumber } from '../private/port-number';

/** Where a redirect leads; what is left out stays as it was, but something must change. */
export interface RedirectOptions {
  /**
   * The new path.
   * @default - as it was
   */
  readonly path?: string;

  /**
   * The new host, with its port if need be.
   * @default - as it was
   */
  readonly authority?: string;

  /**
   * 'http' or 'https'.
   * @default - as it was
   */
  readonly scheme?: string;

  /**
   * The new port, 1–65535.
   * @default - as it was, or the scheme's
   */
  readonly port?: number;

  /**
   * The status: 301, 302, 303, 307 or 308.
   * @default 301
   */
  readonly code?: number;
}

/** Beside the status, what an answer of the proxy has. */
export interface ResponseOptions {
  /**
   * The body, at most 1 MiB.
   * @default - empty
   */
  readonly body?: string;
}

/** Istio's webhook takes any 3xx, and istiod then leaves out what is not among these. */
const REDIRECTS = [301, 302, 303, 307, 308];

/** How much Istio takes for a body, in bytes. */
const MAX_BODY = 1024 * 1024;

export function redirectOf(options: RedirectOptions): Answer {
  const { path, authority, scheme, port, code } = options;
  const text = 'redirected';
  const problems = [
    [path, authority, scheme, port].every(one => one === undefined) ? `${text} changes nothing; give a path, an authority, a scheme or a port.` : undefined,
    path === undefined || (path.startsWith('/') && !/[\s#]/.test(path)) ? undefined : `${text} to path '${path}' leads to no path; begin it with '/', without spaces.`,
    authority === '' ? `${text} names the authority ''; name a host, or leave it out.` : undefined,
    scheme === undefined || ['http', 'https'].includes(scheme) ? undefined : `${text} to scheme '${scheme}' is not known; use 'http' or 'https'.`,
    port === undefined || isPortNumber(port) ? undefined : `${text} to port ${port} leads to no port; use 1 to 65535.`,
    code === undefined || REDIRECTS.includes(code) ? undefined
      : `${text} with status ${code}, of which Istio makes no route; use one of ${REDIRECTS.join(', ')}.`,
  ];
  return { action: { kind: 'redirect', ...options }, text, problems: problems.filter(problem => problem !== undefined) };
}

export function responseOf(status: number, { body }: ResponseOptions): Answer {
  const text = `answered with status ${status}`;
  const problems = [
    Number.isInteger(status) && status >= 200 && status <= 599 ? undefined : `${text} has no status of HTTP; use 200 to 599.`,
    body !== undefined && Buffer.byteLength(body) > MAX_BODY ? `${text} has a body of ${Buffer.byteLength(body)} bytes; Istio takes 1 MiB.` : undefined,
  ];
  return { action: { kind: 'respond', status, ...body === undefined ? {} : { body } }, text, problems: problems.filter(problem => problem !== undefined) };
}
