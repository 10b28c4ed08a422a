import { telemetries } from './telemetries';
import type { Rule } from '../../rule';
import { nobodySelected } from '../../world/nobody-selected';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export const TELEMETRY_SELECTS_NOTHING: Rule = {
  code: 'MESH1142',
  severity: 'warning',
  aliases: ['IST0101'],
  title: 'Telemetry for no workload',
  explanation: 'No pods of its namespace have the labels that it selects by, so it changes nothing. In the root namespace, too, a selector finds pods of that namespace only.',
  fix: "Select by labels of the pods' template, or remove it.",
  *find(world) {
    for (const { object, selector } of telemetries(world)) {
      const message = nobodySelected(world, { namespace: object.namespace, selector, everywhere: false });
      if (message !== undefined) { yield { object, path: 'spec.selector.matchLabels', message }; }
    }
  },
};
