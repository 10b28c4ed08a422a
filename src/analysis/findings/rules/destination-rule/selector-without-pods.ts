import { selects } from '../../../model';
import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';
import { labelProblem } from '../../validation/labels';
import { listed } from '../../validation/words';
import { destinationRuleOf } from '../../world/by-name';
import { GatewayPods } from '../../world/gateway-pods';
import { Inventory } from '../../world/inventory';
import { Pods } from '../../world/pods';

/** @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule */
export const SELECTOR_WITHOUT_PODS: Rule = {
  code: 'MESH0580',
  severity: 'warning',
  aliases: [],
  title: 'DestinationRule that selects no callers',
  explanation: '`workloadSelector` selects the callers that apply the rule, among the pods of its own namespace; not the callee\'s. Where there are none, nobody applies it.',
  fix: 'Use labels of the callers\' pods, and put the rule into their namespace.',
  *find(world) {
    for (const object of world.objects('DestinationRule', 'networking.istio.io')) {
      const selector = destinationRuleOf(world, object)?.workloadSelector;
      if (selector === undefined || selector.size === 0 || !Inventory.of(world).shows(object.namespace)) { continue; }
      const isGateway = GatewayPods.of(world).unseen.some(pod => pod.namespace === object.namespace && selects(selector, pod.labels));
      if (isGateway || labelProblem(Cursor.of(object.object, 'spec', 'workloadSelector', 'matchLabels')) !== undefined) { continue; }
      if (Pods.of(world).selectedBy(selector, object.namespace).length > 0) { continue; }
      const path = Cursor.of(object.object, 'spec', 'workloadSelector').path;
      yield { object, path, message: `no pod of namespace ${object.namespace} has ${listed([...selector].map(([key, value]) => `${key}=${value}`))}` };
    }
  },
};
