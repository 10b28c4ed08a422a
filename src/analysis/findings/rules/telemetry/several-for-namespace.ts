import { telemetries } from './telemetries';
import type { Rule } from '../../rule';
import { rivals } from '../../world/rivals';

/** @see https://istio.io/latest/docs/reference/config/telemetry/ */
export const SEVERAL_TELEMETRIES_FOR_NAMESPACE: Rule = {
  code: 'MESH1141',
  severity: 'error',
  aliases: ['IST0160'],
  title: 'several Telemetries for a whole namespace',
  explanation: 'Of Telemetries without selector and targets the oldest counts, and the others are ignored; of those that are applied together nobody knows which that is.',
  fix: 'Keep one for the namespace, and give the others selectors.',
  *find(world) {
    const general = telemetries(world).filter(({ selector, hasTargets }) => selector === undefined && !hasTargets);
    const inOrder = [...general].sort((a, b) => (a.object.name < b.object.name ? -1 : 1));
    for (const { one: { object }, other } of rivals(inOrder, ({ object: { namespace } }) => [namespace])) {
      yield { object, path: 'spec', message: `Telemetry ${other.object.namespace}/${other.object.name} is for the whole namespace too` };
    }
  },
};
