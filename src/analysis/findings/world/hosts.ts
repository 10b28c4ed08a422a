import { Inventory } from './inventory';
import type { World } from './world';
import { exportedTo } from '../../decision/visibility';
import { hostWithin, isWildcard } from '../../hosts';
import type { Service } from '../../model';

/** What a host means to the proxies of a namespace. */
export interface FoundHost {
  /** The services of the host that the namespace may see: those of the very name, else the one with the longest wildcard. */
  readonly visible: readonly Service[];
  /** Those that it may not see. */
  readonly hidden: readonly Service[];
}

/** Finds what a host means: Services, and hosts of ServiceEntries. */
export class Hosts {
  public static of(world: World): Hosts {
    return world.once(makeHosts);
  }

  private readonly exact = new Map<string, Service[]>();
  /** Wildcards of whole labels, by what follows their asterisk: `.example.com`. */
  private readonly wildcards = new Map<string, Service[]>();
  /** Wildcards within a label: `*-api.example.com`. */
  private readonly partial: Service[] = [];

  public constructor(private readonly world: World) {
    for (const service of world.model.services.all) {
      if (!isWildcard(service.host)) {
        append(this.exact, service.host, service);
      } else if (service.host === '*' || service.host.startsWith('*.')) {
        append(this.wildcards, service.host.slice(1), service);
      } else {
        this.partial.push(service);
      }
    }
  }

  /** Services of exactly this host, whoever may see them, the oldest first. */
  public named(host: string): readonly Service[] {
    return (isWildcard(host) ? this.wildcards.get(host.slice(1)) : this.exact.get(host)) ?? [];
  }

  /** @param host in full, or a wildcard */
  public find(host: string, namespace: string): FoundHost {
    const named = this.named(host);
    const own = named.filter(service => this.isVisible(service, namespace));
    if (own.length > 0) { return { visible: own, hidden: [] }; }
    const around = suffixes(host).map(suffix => this.wildcards.get(suffix) ?? []);
    const hidden: Service[] = [...named];
    for (const list of [...around, this.partial.filter(service => hostWithin(host, service.host))]) {
      const visible = list.filter(service => this.isVisible(service, namespace));
      if (visible.length > 0) { return { visible, hidden }; }
      hidden.push(...list);
    }
    return { visible: [], hidden };
  }

  public isVisible(service: Service, namespace: string): boolean {
    return exportedTo(service, service.exportTo, this.world.model.meshConfig.serviceExportTo, namespace);
  }

  /** Namespace and name in the host of a Service of the cluster, whether there is one or not. */
  public parse(host: string): { readonly namespace: string; readonly name: string } | undefined {
    const end = `.svc.${this.world.model.meshConfig.clusterDomain}`;
    if (!host.endsWith(end)) { return undefined; }
    const [name, namespace, ...more] = host.slice(0, -end.length).split('.');
    return namespace === undefined || namespace === '' || more.length > 0 ? undefined : { name, namespace };
  }

  /** Whether a host that no manifest has may be there all the same: it is of a namespace that they do not show. */
  public mayBeElsewhere(host: string): boolean {
    const service = this.parse(host);
    return service !== undefined && !Inventory.of(this.world).shows(service.namespace);
  }

  /** The whole name that `reviews.bookinfo` or `reviews.bookinfo.svc` is short for, if there is a Service of that name. */
  public meantBy(host: string): string | undefined {
    if (this.named(host).length > 0) { return undefined; }
    const [name, namespace, svc, ...more] = host.split('.');
    if (namespace === undefined || (svc !== undefined && svc !== 'svc') || more.length > 0) { return undefined; }
    const whole = `${name}.${namespace}.svc.${this.world.model.meshConfig.clusterDomain}`;
    return this.named(whole).length > 0 ? whole : undefined;
  }
}

/** `.b.c` and `.c` of `a.b.c`, and of everything the empty one: what follows the asterisks of the wildcards around it. */
function suffixes(host: string): readonly string[] {
  const found: string[] = [];
  for (let dot = host.indexOf('.', isWildcard(host) ? 2 : 0); dot !== -1; dot = host.indexOf('.', dot + 1)) { found.push(host.slice(dot)); }
  return [...found, ''];
}

function append(map: Map<string, Service[]>, key: string, service: Service): void {
  const list = map.get(key);
  if (list === undefined) { map.set(key, [service]); } else { list.push(service); }
}

function makeHosts(world: World): Hosts {
  return new Hosts(world);
}
