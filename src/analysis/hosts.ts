/*
 * Host names as Istio compares them: exact, or a wildcard that begins with `*`.
 */

export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

/** Whether two hosts, each possibly a wildcard, have a name in common. */
export function hostsOverlap(a: string, b: string): boolean {
  if (isWildcard(a) && isWildcard(b)) {
    return a.length < b.length ? b.slice(1).endsWith(a.slice(1)) : a.slice(1).endsWith(b.slice(1));
  }
  return hostWithin(a, b) || hostWithin(b, a);
}

/** Whether every name of `inner` is a name of `outer`. */
export function hostWithin(inner: string, outer: string): boolean {
  if (!isWildcard(outer)) { return inner === outer; }
  if (!isWildcard(inner)) { return inner.endsWith(outer.slice(1)); }
  return inner.length >= outer.length && inner.slice(1).endsWith(outer.slice(1));
}

/** A short name gains its object's namespace; any name with a dot is taken as it is. */
export function fullyQualified(host: string, namespace: string, clusterDomain: string): string {
  return host.includes('.') || host.includes('*') ? host : `${host}.${namespace}.svc.${clusterDomain}`;
}

/** The more specific of two hosts first: exact before wildcard, longer wildcard before shorter. */
export function bySpecificity(a: string, b: string): number {
  if (isWildcard(a) !== isWildcard(b)) { return isWildcard(a) ? 1 : -1; }
  return isWildcard(a) ? b.length - a.length : 0;
}

/** Splits `host:port`. An IPv6 address in brackets keeps them. */
export function splitPort(authority: string): { readonly host: string; readonly port?: number } {
  const match = /^(.*[^:]):(\d{1,5})$/.exec(authority);
  if (match === null || (authority.startsWith('[') ? !match[1].endsWith(']') : match[1].includes(':'))) { return { host: authority }; }
  return { host: match[1], port: Number(match[2]) };
}
