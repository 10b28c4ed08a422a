import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import type { World } from '../../world/world';

/** One patch of an EnvoyFilter, as it is written. */
export interface WrittenPatch {
  readonly object: Element;
  readonly at: Cursor;
  readonly applyTo: string;
  readonly operation: string;
  /** Its EnvoyFilter's; 0 unless it says otherwise. */
  readonly priority: number;
  readonly proxyVersion?: string;
}

export function patches(world: World): readonly WrittenPatch[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenPatch[] {
  return world.objects('EnvoyFilter', 'networking.istio.io').flatMap(object => {
    const spec = Cursor.of(object.object, 'spec');
    return spec.at('configPatches').items.map(at => {
      const proxyVersion = at.at('match', 'proxy', 'proxyVersion').string;
      return {
        object,
        at,
        applyTo: at.at('applyTo').string ?? '',
        operation: at.at('patch', 'operation').string ?? '',
        priority: spec.at('priority').number ?? 0,
        ...proxyVersion === undefined || proxyVersion === '' ? {} : { proxyVersion },
      };
    });
  });
}

/** Operations whose result depends on what is there already: on the order of patches. */
export function isRelative({ operation, applyTo }: WrittenPatch): boolean {
  return operation === 'INSERT_BEFORE' || operation === 'INSERT_AFTER' || (operation === 'REMOVE' && !UNREMOVABLE.has(applyTo))
    || (operation === 'REPLACE' && REPLACEABLE.has(applyTo));
}

/** What is neither added nor removed. */
export const UNREMOVABLE: ReadonlySet<string> = new Set(['ROUTE_CONFIGURATION', 'HTTP_ROUTE']);

/** What can be replaced as a whole. */
export const REPLACEABLE: ReadonlySet<string> = new Set(['NETWORK_FILTER', 'HTTP_FILTER', 'VIRTUAL_HOST']);
