import { routeLists } from './routes';
import { fullyQualified } from '../../../hosts';
import type { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination */
export const REPEATED_DESTINATION: Rule = {
  code: 'MESH0453',
  severity: 'warning',
  aliases: ['KIA1105'],
  title: 'destination that a route names twice',
  explanation: 'The weights of the two add up. Most likely one of them was meant to be another subset.',
  fix: 'Name another subset, or give the destination one weight.',
  *find(world) {
    for (const { object, destinations } of routeLists(world)) {
      if (destinations.length < 2) { continue; }
      const seen = new Map<string, Cursor>();
      for (const entry of destinations) {
        const at = entry.at('destination');
        const { string: host } = at.at('host');
        // What the two make of requests may differ, and so may the ports.
        if (host === undefined) { continue; }
        const whole = fullyQualified(host, object.namespace, world.model.meshConfig.clusterDomain);
        const key = JSON.stringify([whole, at.at('subset').string ?? '', at.at('port', 'number').number ?? 0, entry.at('headers').value]);
        const first = seen.get(key);
        if (first === undefined) { seen.set(key, at); continue; }
        yield { object, path: at.path, message: `this is the destination of ${first.path} again` };
      }
    }
  },
};
