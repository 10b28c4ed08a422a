import type { World } from './world';
import { fullyQualified } from '../../hosts';
import type { Element } from '../../model';
import { byAge } from '../../model';
import { Cursor } from '../cursor';

/** A port of a host of a ServiceEntry. */
export interface EntryPort {
  readonly object: Element;
  readonly host: string;
  readonly port: Cursor;
  readonly number: number;
  /** In capital letters; TCP where nothing is said. */
  readonly protocol: string;
}

/** Every port of every host of every ServiceEntry, the oldest first. */
export function entryPorts(world: World): readonly EntryPort[] {
  return world.once(collect);
}

function collect(world: World): readonly EntryPort[] {
  return [...world.objects('ServiceEntry', 'networking.istio.io')].sort(byAge).flatMap(object => {
    const spec = Cursor.of(object.object, 'spec');
    const hosts = new Set(spec.at('hosts').items.flatMap(({ string }) => string === undefined ? []
      : [fullyQualified(string.toLowerCase(), object.namespace, world.model.meshConfig.clusterDomain)]));
    return [...hosts].flatMap(host => spec.at('ports').items.flatMap((port): readonly EntryPort[] => {
      const { number } = port.at('number');
      const protocol = port.at('protocol').string ?? '';
      return number === undefined ? [] : [{ object, host, port, number, protocol: protocol === '' ? 'TCP' : protocol.toUpperCase() }];
    }));
  });
}

/** Whether some proxies see both objects. */
export function areSeenTogether(world: World, a: Element, b: Element): boolean {
  const [first, second] = [a, b].map(object => seenIn(world, object));
  if (first.size === 0 || second.size === 0 || first.has('*') || second.has('*')) { return first.size > 0 && second.size > 0; }
  return [...first].some(namespace => second.has(namespace));
}

/** The namespaces that see the object: `*` is all. */
function seenIn(world: World, element: Element): ReadonlySet<string> {
  const known = world.once(memory);
  let namespaces = known.get(element);
  if (namespaces === undefined) {
    const list = Cursor.of(element.object, 'spec', 'exportTo').items.flatMap(({ string }) => string ?? []);
    const named = list.length === 0 ? world.model.meshConfig.serviceExportTo : list;
    // An asterisk wins, then the tilde, which hides it from all.
    const seen = named.includes('*') ? ['*'] : named.includes('~') ? [] : named.map(entry => entry === '.' ? element.namespace : entry);
    known.set(element, namespaces = new Set(seen));
  }
  return namespaces;
}

function memory(): Map<Element, ReadonlySet<string>> {
  return new Map();
}
