import type { World } from './world';
import { dig, stringMap } from '../../json';
import type { Element } from '../../model';
import { namespaceInjection } from '../../model';

/** Whether the label of a namespace brings its pods into the ambient mesh: not where they get sidecars. */
export function isAmbientNamespace(world: World, namespace: string): boolean {
  const found = world.model.namespaces.get(namespace);
  return asksForAmbient(world, namespace) && found !== undefined && namespaceInjection(found) !== 'enabled';
}

/** Whether any namespace is in the ambient mesh: a rule about those need not look where none is. */
export function hasAmbientNamespaces(world: World): boolean {
  return world.once(ambientNamespaces).length > 0;
}

function ambientNamespaces(world: World): readonly string[] {
  return [...world.model.namespaces.keys()].filter(namespace => isAmbientNamespace(world, namespace));
}

/** Whether the label of a namespace asks for the ambient mesh, whatever others ask for. */
export function asksForAmbient(world: World, namespace: string): boolean {
  return world.model.namespaces.get(namespace)?.labels.get('istio.io/dataplane-mode') === 'ambient';
}

/** The waypoint that a Service or ServiceEntry asks for, itself or by its namespace; undefined where it asks for none. */
export function waypointOf(world: World, service: Pick<Element, 'object' | 'namespace'>): { readonly namespace: string; readonly name: string } | undefined {
  const own = stringMap(dig(service.object, 'metadata', 'labels'));
  const labels = own.has('istio.io/use-waypoint') ? own : world.model.namespaces.get(service.namespace)?.labels;
  const name = labels?.get('istio.io/use-waypoint');
  if (name === undefined || name === '' || name === 'none') { return undefined; }
  return { namespace: labels?.get('istio.io/use-waypoint-namespace') ?? service.namespace, name };
}

/** The same for a whole namespace. */
export function waypointOfNamespace(world: World, namespace: string): { readonly namespace: string; readonly name: string } | undefined {
  return waypointOf(world, { object: {}, namespace });
}
