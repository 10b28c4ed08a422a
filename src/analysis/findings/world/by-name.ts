import type { World } from './world';
import type { DestinationRule, Element, Elements, Gateway, VirtualService } from '../../model';
import { nameOf } from '../../model';

/** What the model has read from an object of `World.objects`. */
export function virtualServiceOf(world: World, object: Element): VirtualService | undefined {
  return world.once(virtualServicesOfObjects).get(object);
}

/** @param name `namespace/name` */
export function virtualServiceNamed(world: World, name: string): VirtualService | undefined {
  return world.once(virtualServices).get(name);
}

/** What the model has read from an object of `World.objects`. */
export function destinationRuleOf(world: World, object: Element): DestinationRule | undefined {
  return world.once(destinationRulesOfObjects).get(object);
}

/** @param name `namespace/name` */
export function gatewayNamed(world: World, name: string): Gateway | undefined {
  return world.once(gateways).get(name);
}

function byName<T extends Element>({ all }: Elements<T>): ReadonlyMap<string, T> {
  return new Map(all.map(element => [nameOf(element), element]));
}

function virtualServices({ model }: World): ReadonlyMap<string, VirtualService> { return byName(model.virtualServices); }


function gateways({ model }: World): ReadonlyMap<string, Gateway> { return byName(model.gateways); }

function virtualServicesOfObjects(world: World): ReadonlyMap<Element, VirtualService> {
  return ofObjects(world.objects('VirtualService', 'networking.istio.io'), world.once(virtualServices));
}

function destinationRulesOfObjects(world: World): ReadonlyMap<Element, DestinationRule> {
  return ofObjects(world.objects('DestinationRule', 'networking.istio.io'), byName(world.model.destinationRules));
}

/** Many rules ask for the same: names are put together once. */
function ofObjects<T>(objects: readonly Element[], named: ReadonlyMap<string, T>): ReadonlyMap<Element, T> {
  const found = new Map<Element, T>();
  for (const object of objects) {
    const element = named.get(nameOf(object));
    if (element !== undefined) { found.set(object, element); }
  }
  return found;
}
