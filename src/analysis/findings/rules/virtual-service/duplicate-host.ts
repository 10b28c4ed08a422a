import type { VirtualService } from '../../../model';
import { nameOf } from '../../../model';
import type { Found, Rule } from '../../rule';
import { quoted } from '../../validation/words';
import { isForMesh } from '../../world/bindings';
import type { World } from '../../world/world';

/** @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services */
export const DUPLICATE_HOST: Rule = {
  code: 'MESH0446',
  severity: 'error',
  aliases: ['IST0109', 'KIA1106'],
  title: 'host of two VirtualServices for the mesh',
  explanation: 'For a host, the proxies of the mesh use one VirtualService: that of the namespace it is private to, then one that is exported by name, then a public '
    + 'one, of each the oldest. The routes of any other are not merged; they do nothing. Routes for different source namespaces are no conflict.',
  fix: 'Merge the routes into one VirtualService; the parts can be delegates.',
  *find(world) {
    const reported = new Set<VirtualService>();
    const known = new Map<VirtualService, Claim>();
    const claimOf = (route: VirtualService): Claim => {
      let claim = known.get(route);
      if (claim === undefined) { known.set(route, claim = { route, exported: exportedBy(world, route), sources: sourceNamespaces(route) }); }
      return claim;
    };
    for (const [host, routes] of world.once(byHost)) {
      const claims = routes.length < 2 ? [] : routes.map(claimOf);
      for (const [i, claim] of claims.entries()) {
        const rival = claims.find((other, k) => k < i && conflict(other, claim));
        if (rival === undefined || reported.has(claim.route)) { continue; }
        reported.add(claim.route);
        yield found(world, host, rival.route, claim.route);
      }
    }
  },
};

function found(world: World, host: string, older: VirtualService, younger: VirtualService): Found {
  const [first, second] = [rankOf(world, older), rankOf(world, younger)];
  const [winner, loser] = first <= second ? [older, younger] : [younger, older];
  if (first !== second) {
    return {
      object: loser,
      path: 'spec.hosts',
      severity: 'warning',
      message: `VirtualService ${nameOf(winner)}, which is exported to fewer namespaces, has the host ${quoted(host)} too, and is used in its place there`,
    };
  }
  const known = older.created !== undefined && younger.created !== undefined && older.created !== younger.created;
  return {
    object: loser,
    path: 'spec.hosts',
    message: `VirtualService ${nameOf(winner)} has the host ${quoted(host)} too, and ${known ? 'is older: this one is not used' : 'the one that is created first is used alone'}`,
  };
}

/** A VirtualService of the mesh, and for whom it is. */
interface Claim {
  readonly route: VirtualService;
  readonly exported: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
}

/** Those of the mesh, by host, the oldest first. */
function byHost(world: World): ReadonlyMap<string, readonly VirtualService[]> {
  const hosts = new Map<string, VirtualService[]>();
  for (const route of world.model.virtualServices.all) {
    if (!isForMesh(route)) { continue; }
    for (const host of new Set(route.hosts)) {
      const list = hosts.get(host);
      if (list === undefined) { hosts.set(host, [route]); } else { list.push(route); }
    }
  }
  return hosts;
}

function conflict({ route: a, exported, sources }: Claim, other: Claim): boolean {
  const b = other.route;
  const sameKind = (a.http.length > 0 && b.http.length > 0) || (a.tls.length > 0 && b.tls.length > 0) || (a.tcp.length > 0 && b.tcp.length > 0);
  return sameKind && meet(exported, other.exported) && meet(sources, other.sources);
}

/** The namespaces that it is exported to, `*` being all. */
function exportedBy(world: World, route: VirtualService): ReadonlySet<string> {
  const list = route.exportTo === undefined || route.exportTo.length === 0 ? world.model.meshConfig.virtualServiceExportTo : route.exportTo;
  return new Set(list.filter(entry => entry !== '~').map(entry => entry === '.' ? route.namespace : entry));
}

/** The namespaces whose requests it is for: `*` is all. */
function sourceNamespaces(route: VirtualService): ReadonlySet<string> {
  const rules = [...route.http, ...route.tls, ...route.tcp];
  return new Set(rules.flatMap(({ matches }) => matches.length === 0 ? ['*'] : matches.map(match => match.sourceNamespace ?? '*')));
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return (a.has('*') && b.size > 0) || (b.has('*') && a.size > 0) || [...a].some(name => b.has(name));
}

/** Proxies ask those that are private to their namespace first, then those that are exported by name, then public ones. */
function rankOf(world: World, route: VirtualService): number {
  const exported = exportedBy(world, route);
  return exported.has('*') ? 2 : exported.size === 1 && exported.has(route.namespace) ? 0 : 1;
}
