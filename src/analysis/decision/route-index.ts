import { isWildcard } from '../hosts';
import type { EgressHost, VirtualService } from '../model';

/** VirtualServices by their hosts: of thousands, a proxy knows those of the few hosts that it imports, and asks for one at a time. */
class RouteIndex {
  private readonly byHost = new Map<string, number[]>();
  private readonly byNamespace = new Map<string, number[]>();
  private readonly wildcards: number[] = [];

  public constructor(private readonly all: readonly VirtualService[]) {
    all.forEach((route, place) => {
      add(this.byNamespace, route.namespace, place);
      route.hosts.forEach(host => isWildcard(host) ? this.wildcards.push(place) : add(this.byHost, host, place));
    });
  }

  public overlapping(imports: readonly EgressHost[]): readonly VirtualService[] {
    const [only, ...others] = imports;
    if (others.length === 0 && only !== undefined && !isWildcard(only.host) && this.wildcards.length === 0) {
      return (this.byHost.get(only.host) ?? []).map(place => this.all[place]);
    }
    const places = new Set<number>(this.wildcards);
    for (const { namespace, host } of imports) {
      if (isWildcard(host) && namespace === '*') { return this.all; }
      for (const place of (isWildcard(host) ? this.byNamespace.get(namespace) : this.byHost.get(host)) ?? []) { places.add(place); }
    }
    return [...places].sort((a, b) => a - b).map(place => this.all[place]);
  }
}

function add(index: Map<string, number[]>, key: string, place: number): void {
  const places = index.get(key);
  if (places === undefined) { index.set(key, [place]); } else if (places.at(-1) !== place) { places.push(place); }
}

const indexes = new WeakMap<readonly VirtualService[], RouteIndex>();

/**
 * Those of some VirtualServices that may have a host in common with what is imported, in their order: all that do, and perhaps
 * others.
 *
 * @param all never changed
 */
export function mayOverlap(all: readonly VirtualService[], imports: readonly EgressHost[]): readonly VirtualService[] {
  // A few are looked through as quickly.
  if (all.length < 16) { return all; }
  let index = indexes.get(all);
  if (index === undefined) { indexes.set(all, index = new RouteIndex(all)); }
  return index.overlapping(imports);
}

/** Those that may speak for a host, in their order. */
export function maySpeakFor(all: readonly VirtualService[], host: string): readonly VirtualService[] {
  return mayOverlap(all, [{ namespace: '*', host }]);
}
