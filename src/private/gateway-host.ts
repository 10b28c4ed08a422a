/** Is every name of a host, which may be a wildcard such as '*.example.com', among those that some hosts stand for? */
export function hostWithinHosts(host: string, hosts: readonly string[]): boolean {
  return hosts.some(wide => wide === host || wide === '*' || (wide.startsWith('*.') && host.endsWith(wide.slice(1)) && host.length >= wide.length));
}
