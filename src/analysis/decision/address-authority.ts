import { Unknown } from './tri';

/**
 * The host of a request that is sent to a pod's address, which is not known: some address, and a known port.
 */
export class AddressAuthority extends Unknown {
  public constructor(private readonly port: number) {
    super('the callee\'s address, which the request has for a host, is not known');
  }

  /** Whether a host of a policy matches for certain, or certainly not. */
  public matches(pattern: string): boolean | Unknown {
    const end = `:${this.port}`;
    const address = /^[0-9a-f.:[\]]*$/i;
    if (pattern === '*') { return true; }
    if (pattern.startsWith('*')) {
      const suffix = pattern.slice(1);
      if (end.endsWith(suffix)) { return true; }
      return address.test(suffix) && suffix.endsWith(end) ? this : false;
    }
    if (pattern.endsWith('*')) { return address.test(pattern.slice(0, -1)) ? this : false; }
    return address.test(pattern) && pattern.endsWith(end) ? this : false;
  }
}
