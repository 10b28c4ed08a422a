import { telemetries } from './telemetries';
import type { Element } from '../../../model';
import type { Rule } from '../../rule';

/** @see https://istio.io/latest/docs/reference/config/telemetry/ */
export const SEVERAL_TELEMETRIES_FOR_NAMESPACE: Rule = {
  code: 'MESH1141',
  severity: 'error',
  aliases: ['IST0160'],
  title: 'several Telemetries for a whole namespace',
  explanation: 'Of Telemetries without selector and targets the oldest counts, and the others are ignored; of those that are applied together nobody knows which that is.',
  fix: 'Keep one for the namespace, and give the others selectors.',
  *find(world) {
    const first = new Map<string, Element>();
    for (const { object, selector, hasTargets } of [...telemetries(world)].sort((a, b) => (a.object.name < b.object.name ? -1 : 1))) {
      if (selector !== undefined || hasTargets) { continue; }
      const other = first.get(object.namespace);
      if (other === undefined) {
        first.set(object.namespace, object);
      } else {
        yield { object, path: 'spec', message: `Telemetry ${other.namespace}/${other.name} is for the whole namespace too` };
      }
    }
  },
};
