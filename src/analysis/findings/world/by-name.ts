import type { World } from './world';
import type { DestinationRule, Element, Elements, Gateway, VirtualService } from '../../model';
import { nameOf } from '../../model';

/** What the model has read from an object of `World.objects`. */
export function virtualServiceOf(world: World, object: Named): VirtualService | undefined {
  return world.once(virtualServices).get(nameOf(object));
}

export function destinationRuleOf(world: World, object: Named): DestinationRule | undefined {
  return world.once(destinationRules).get(nameOf(object));
}

/** @param name `namespace/name` */
export function gatewayNamed(world: World, name: string): Gateway | undefined {
  return world.once(gateways).get(name);
}

type Named = Pick<Element, 'namespace' | 'name'>;

function byName<T extends Element>({ all }: Elements<T>): ReadonlyMap<string, T> {
  return new Map(all.map(element => [nameOf(element), element]));
}

function virtualServices({ model }: World): ReadonlyMap<string, VirtualService> { return byName(model.virtualServices); }

function destinationRules({ model }: World): ReadonlyMap<string, DestinationRule> { return byName(model.destinationRules); }

function gateways({ model }: World): ReadonlyMap<string, Gateway> { return byName(model.gateways); }
