import { istioWebhooks } from './webhooks';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/setup/install/external-controlplane/ */
export const WEBHOOK_WITHOUT_ADDRESS: Rule = {
  code: 'MESH1544',
  severity: 'warning',
  aliases: ['IST0163'],
  title: 'webhook that leads nowhere',
  explanation: 'A webhook of Istio has neither a Service nor a URL that can be read, so the API server cannot ask it.',
  fix: 'Give it the Service of istiod, or the URL of the control plane outside of the cluster.',
  *find(world) {
    for (const { object, at } of istioWebhooks(world)) {
      const config = at.at('clientConfig');
      const url = config.at('url');
      if (!url.exists && !config.at('service').exists) {
        yield { object, path: config.exists ? config.path : at.path, message: 'it has neither a Service nor a URL' };
      } else if (url.exists && !/^https:\/\/[^/\s?#]+(?:[/?#]|$)/.test(url.string ?? '')) {
        yield { object, path: url.path, message: `${quoted(url.value)} is no URL of https` };
      }
    }
  },
};
