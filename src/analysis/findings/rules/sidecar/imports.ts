import { hostsOverlap, hostWithin, isWildcard } from '../../../hosts';
import type { Element, Service } from '../../../model';
import type { Cursor } from '../../cursor';
import { SIDECAR } from '../../validation/kinds';
import { places } from '../../validation/places';
import { Hosts } from '../../world/hosts';
import type { World } from '../../world/world';

/** A host of an egress listener: `namespace/host`. */
export interface WrittenImport {
  readonly object: Element;
  readonly at: Cursor;
  readonly listener: Cursor;
  /** A name or `*`: that of the Sidecar for `.`. */
  readonly namespace: string;
  readonly host: string;
}

/** Every host that a Sidecar imports. Hosts that are left out by `~` are none. */
export function writtenImports(world: World): readonly WrittenImport[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenImport[] {
  const found: WrittenImport[] = [];
  for (const { object, at: listener } of places(world, SIDECAR, 'spec.egress[]')) {
    for (const at of listener.at('hosts').items) {
      const slash = at.string?.indexOf('/') ?? -1;
      if (at.string === undefined || slash < 1 || at.string.startsWith('~')) { continue; }
      const namespace = at.string.slice(0, slash);
      found.push({ object, at, listener, namespace: namespace === '.' ? object.namespace : namespace, host: at.string.slice(slash + 1) });
    }
  }
  return found;
}

/** The services that an import brings in, whether or not the namespace of the Sidecar may see them. */
export function importedServices(world: World, { namespace, host }: Pick<WrittenImport, 'namespace' | 'host'>): readonly Service[] {
  const known = world.once(memory);
  const key = `${namespace}/${host}`;
  let services = known.get(key);
  if (services === undefined) {
    const candidates = !isWildcard(host) ? Hosts.of(world).named(host) : namespace === '*' ? world.model.services.all : world.model.services.in(namespace);
    services = candidates.filter(service => (namespace === '*' || service.namespace === namespace) && hostWithin(service.host, host));
    known.set(key, services);
  }
  return services;
}

/** Whether the import brings in routes, of which the host need not be a service's. */
export function importsRoutes(world: World, { namespace, host }: Pick<WrittenImport, 'namespace' | 'host'>): boolean {
  const known = world.once(routeMemory);
  const key = `${namespace}/${host}`;
  let imports = known.get(key);
  if (imports === undefined) {
    const routes = namespace === '*' ? world.model.virtualServices.all : world.model.virtualServices.in(namespace);
    known.set(key, imports = routes.some(({ hosts }) => hosts.some(own => hostsOverlap(own, host))));
  }
  return imports;
}

function routeMemory(): Map<string, boolean> {
  return new Map();
}

function memory(): Map<string, readonly Service[]> {
  return new Map();
}
