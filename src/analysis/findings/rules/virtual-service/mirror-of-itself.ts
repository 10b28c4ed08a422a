import type { Rule } from '../../rule';
import { destinationsOf } from '../../world/destinations';
import type { WrittenDestination } from '../../world/destinations';

/** @see https://istio.io/latest/docs/tasks/traffic-management/mirroring/ */
export const MIRROR_OF_ITSELF: Rule = {
  code: 'MESH0487',
  severity: 'warning',
  aliases: [],
  title: 'mirror to where the requests go anyway',
  explanation: 'The pods get each request twice, and do twice what it asks for.',
  fix: 'Mirror to another subset or host.',
  *find(world) {
    const only = new Map<string, WrittenDestination>();
    const all = destinationsOf(world);
    for (const destination of all.some(({ role }) => role === 'mirror') ? all : []) {
      const { object, route, role, at } = destination;
      const key = `${object.namespace}/${object.name} ${route.path}`;
      if (role === 'route') {
        if (route.at('route').length === 1) { only.set(key, destination); }
        continue;
      }
      const original = only.get(key);
      if (original !== undefined && placeOf(original) === placeOf(destination)) { yield { object, path: at.path, message: `${original.at.path} is the same destination` }; }
    }
  },
};

function placeOf({ host, subset = '', port = 0 }: WrittenDestination): string {
  return JSON.stringify([host, subset, port]);
}
