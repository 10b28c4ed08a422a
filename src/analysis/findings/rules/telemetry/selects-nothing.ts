import { telemetries, workloadsOf } from './telemetries';
import { selects } from '../../../model';
import type { Rule } from '../../rule';
import { labelsText } from '../../validation/words';
import { GatewayPods } from '../../world/gateway-pods';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/reference/config/type/workload-selector/ */
export const TELEMETRY_SELECTS_NOTHING: Rule = {
  code: 'MESH1142',
  severity: 'warning',
  aliases: ['IST0101'],
  title: 'Telemetry for no workload',
  explanation: 'No pods of its namespace have the labels that it selects by, so it changes nothing. In the root namespace, too, a selector finds pods of that namespace only.',
  fix: "Select by labels of the pods' template, or remove it.",
  *find(world) {
    for (const telemetry of telemetries(world)) {
      const { object, selector } = telemetry;
      if (selector === undefined || !Inventory.of(world).shows(object.namespace) || workloadsOf(world, telemetry).length > 0) { continue; }
      if (GatewayPods.of(world).unseen.some(pods => pods.namespace === object.namespace && selects(selector, pods.labels))) { continue; }
      yield { object, path: 'spec.selector.matchLabels', message: `no workload of namespace ${object.namespace} has the labels ${labelsText(selector)}` };
    }
  },
};
