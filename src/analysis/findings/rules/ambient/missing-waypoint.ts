import { dig, stringMap } from '../../../json';
import type { Element } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { Inventory } from '../../world/inventory';

const USE = 'istio.io/use-waypoint';

/** @see https://istio.io/latest/docs/ambient/usage/waypoint/ */
export const MISSING_WAYPOINT: Rule = {
  code: 'MESH1444',
  severity: 'error',
  aliases: ['KIA1313'],
  title: 'waypoint that does not exist',
  explanation: 'What is labelled with a waypoint that is not there goes without one: no policies and routes for requests. The waypoint of the namespace does not take its place.',
  fix: 'Add the waypoint, a Gateway of class istio-waypoint, or correct its name.',
  *find(world) {
    const waypoints = new Set(world.objects('Gateway', 'gateway.networking.k8s.io').map(({ namespace, name }) => `${namespace}/${name}`));
    const labelled: readonly Element[] = [
      ...[...world.model.namespaces.values()].flatMap(({ element }) => (element === undefined ? [] : [{ ...element, namespace: element.name }])),
      ...world.objects('Service', ''), ...world.objects('ServiceEntry', 'networking.istio.io'),
    ];
    for (const object of labelled) {
      if (dig(object.object, 'metadata', 'labels', USE) === undefined) { continue; }
      const labels = stringMap(dig(object.object, 'metadata', 'labels'));
      const name = labels.get(USE);
      const namespace = labels.get('istio.io/use-waypoint-namespace') ?? object.namespace;
      if (name === undefined || name === '' || name === 'none' || waypoints.has(`${namespace}/${name}`)) { continue; }
      if (!Inventory.of(world).shows(namespace) && namespace !== object.namespace) { continue; }
      const { path } = Cursor.of(object.object, 'metadata', 'labels', USE);
      const original = object.kind === 'Namespace' ? world.model.namespaces.get(object.name)!.element! : object;
      yield { object: original, path, message: `there is no waypoint ${namespace}/${name}` };
    }
  },
};
