import { fieldsOfRoutes, routeLists } from './routes';
import type { Element } from '../../../model';
import type { Cursor } from '../../cursor';
import type { World } from '../../world/world';

/** A rule that leaves the rest to another VirtualService. */
export interface WrittenDelegate {
  readonly object: Element;
  readonly route: Cursor;
  readonly at: Cursor;
  readonly namespace: string;
  readonly name: string;
}

export function writtenDelegates(world: World): readonly WrittenDelegate[] {
  return world.once(collect);
}

function collect(world: World): readonly WrittenDelegate[] {
  return fieldsOfRoutes(world, 'delegate').length === 0 ? [] : routeLists(world).flatMap(({ object, protocol, route }) => {
    const at = route.at('delegate');
    const { string: name } = at.at('name');
    if (protocol !== 'http' || name === undefined || name === '') { return []; }
    const { string: namespace = '' } = at.at('namespace');
    return [{ object, route, at, name, namespace: namespace === '' ? object.namespace : namespace }];
  });
}
