import { istioWebhooks } from './webhooks';
import type { Rule } from '../../rule';
import { Inventory } from '../../world/inventory';

/** @see https://istio.io/latest/docs/ops/common-problems/injection/ */
export const WEBHOOK_WITHOUT_SERVICE: Rule = {
  code: 'MESH1542',
  severity: 'error',
  aliases: ['IST0139'],
  title: 'webhook of a Service that does not exist',
  explanation: 'The API server asks a Service that is not there. Depending on the failure policy nothing is made any more, or everything is without sidecar and unchecked.',
  fix: 'Name the Service of istiod, or remove the webhook.',
  *find(world) {
    for (const { object, at } of istioWebhooks(world)) {
      const service = at.at('clientConfig', 'service');
      const [name, namespace] = [service.at('name').string, service.at('namespace').string];
      if (name === undefined || namespace === undefined || !Inventory.of(world).shows(namespace)) { continue; }
      if (world.objects('Service', '').some(one => one.name === name && one.namespace === namespace)) { continue; }
      yield { object, path: service.path, message: `there is no Service ${namespace}/${name}` };
    }
  },
};
