import type { GraphRoute } from './mesh-graph';

/** What routes of the mesh do with the requests for a workload, in words. */
export interface Traffic {
  /** Its share, and what is mirrored to it. */
  readonly shares: readonly string[];
  /** Delays and aborts on the way. */
  readonly faults: readonly string[];
}

/** What of the requests for its Service each workload gets, and what is mirrored to it, as the mesh's routes say, in words. */
export function trafficOf(routes: readonly GraphRoute[], endpointsOf: (host: string) => readonly string[]): (id: string) => Traffic {
  const traffic = new Map<string, string[]>();
  const faulty = new Map<string, string[]>();
  const leftOver = new Set<string>();
  const say = (id: string, text: string, list = traffic): void => {
    const known = list.get(id) ?? [];
    if (!known.includes(text)) { list.set(id, [...known, text]); }
  };
  for (const { gateways, hosts, when, destinations, mirrors, faults } of routes) {
    if (!gateways.includes('mesh')) { continue; }
    const isSplit = destinations.length > 1 || destinations.some(({ subset }) => subset !== undefined);
    const of = `${when.length === 0 ? '' : ` of ${when.join(', or ')}`}${isForeign(hosts, destinations) ? ` for ${hosts.join(', ')}` : ''}`;
    for (const { to, percentage } of isSplit ? destinations : []) { to.forEach(id => say(id, `${percentage} %${of}`)); }
    // What is left over by a rule for all that comes gets nothing, unless another rule says otherwise.
    const all = isSplit && when.length === 0 && destinations.length > 0 ? destinations.flatMap(({ host }) => endpointsOf(host)) : [];
    all.forEach(id => leftOver.add(id));
    for (const { to } of destinations) { to.forEach(id => faults.forEach(fault => say(id, `${fault}${of}`, faulty))); }
    for (const { to, percentage } of mirrors) { to.forEach(id => say(id, `mirror of ${percentage} %${of}`)); }
  }
  for (const id of leftOver) {
    if (traffic.get(id) === undefined) { say(id, '0 %'); }
  }
  return id => ({ shares: traffic.get(id) ?? [], faults: faulty.get(id) ?? [] });
}

/** Whether what is asked for is other than what answers. */
function isForeign(hosts: readonly string[], destinations: GraphRoute['destinations']): boolean {
  return destinations.some(({ host }) => !hosts.includes(host));
}
