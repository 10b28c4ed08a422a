import type { World } from './world';
import type { JsonObject } from '../../json';
import { isObject } from '../../json';
import type { Element } from '../../model';
import { TEMPLATE_PATHS } from '../../model';
import { Cursor } from '../cursor';

/** Pods as they are written: in an object of their own, or as the template of one that makes them. */
export interface PodTemplate {
  readonly object: Element;
  /** Where `metadata` and `spec` of the pods are. */
  readonly at: Cursor;
}

/** Every pod and every template of pods. */
export function podTemplates(world: World): readonly PodTemplate[] {
  return world.once(collect);
}

/** Where the pods of a workload are written. */
export function templateOf(world: World, { object }: Pick<Element, 'object'>): Cursor | undefined {
  return world.once(byObject).get(object);
}

function collect(world: World): readonly PodTemplate[] {
  const found: PodTemplate[] = [];
  for (const object of world.all) {
    const keys = Object.prototype.hasOwnProperty.call(TEMPLATE_PATHS, object.kind) ? TEMPLATE_PATHS[object.kind] : undefined;
    if (keys === undefined) { continue; }
    const at = Cursor.of(object.object, ...keys);
    if (isObject(at.value)) { found.push({ object, at }); }
  }
  return found;
}

function byObject(world: World): ReadonlyMap<JsonObject, Cursor> {
  return new Map(podTemplates(world).map(({ object, at }) => [object.object, at]));
}
