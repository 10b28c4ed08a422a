import type { World } from './world';
import { exportedTo } from '../../decision/visibility';
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
  const fallback = world.model.meshConfig.serviceExportTo;
  const [one, other] = [a, b].map(({ object }) => Cursor.of(object, 'spec', 'exportTo').items.flatMap(({ string }) => string ?? []));
  const named = (list: readonly string[], { namespace }: Element): readonly string[] => (list.length === 0 ? fallback : list).map(entry => entry === '.' ? namespace : entry);
  const [first, second] = [named(one, a), named(other, b)];
  if (first.includes('*')) { return second.some(entry => entry !== '~'); }
  if (second.includes('*')) { return first.some(entry => entry !== '~'); }
  return first.some(namespace => namespace !== '~' && exportedTo(b, other, fallback, namespace));
}
