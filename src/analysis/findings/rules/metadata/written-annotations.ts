import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import { podTemplates } from '../../world/pod-templates';
import type { World } from '../../world/world';

/** An annotation as it is written. */
export interface WrittenAnnotation {
  readonly object: Element;
  readonly name: string;
  readonly at: Cursor;
  /** What it is on: the object's kind, or a pod within it. */
  readonly on: string;
}

/** Every annotation of objects and of the pods within them. */
export function writtenAnnotations(world: World): readonly WrittenAnnotation[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenAnnotation[] {
  const found: WrittenAnnotation[] = [];
  for (const object of world.all) { annotationsOf(object, Cursor.of(object.object), object.kind, found); }
  for (const { object, at } of podTemplates(world)) {
    if (object.kind !== 'Pod') { annotationsOf(object, at, 'Pod', found); }
  }
  return found;
}

function annotationsOf(object: Element, holder: Cursor, on: string, found: WrittenAnnotation[]): void {
  const annotations = holder.at('metadata', 'annotations');
  if (!annotations.exists) { return; }
  for (const [name, at] of annotations.entries) { found.push({ object, name, at, on }); }
}
