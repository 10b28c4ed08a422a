import type { World } from './world';
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

function collect(world: World): readonly PodTemplate[] {
  return world.all.flatMap(object => {
    const keys = Object.prototype.hasOwnProperty.call(TEMPLATE_PATHS, object.kind) ? TEMPLATE_PATHS[object.kind] : undefined;
    if (keys === undefined) { return []; }
    const at = Cursor.of(object.object, ...keys);
    return isObject(at.value) ? [{ object, at }] : [];
  });
}
