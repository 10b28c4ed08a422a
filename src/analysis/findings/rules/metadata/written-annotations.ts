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
  return [
    ...world.all.flatMap(object => annotationsOf(object, Cursor.of(object.object), object.kind)),
    ...podTemplates(world).filter(({ object }) => object.kind !== 'Pod').flatMap(({ object, at }) => annotationsOf(object, at, 'Pod')),
  ];
}

function annotationsOf(object: Element, holder: Cursor, on: string): readonly WrittenAnnotation[] {
  return holder.at('metadata', 'annotations').entries.map(([name, at]) => ({ object, name, at, on }));
}
