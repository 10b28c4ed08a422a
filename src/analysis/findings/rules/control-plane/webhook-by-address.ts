import { isIP } from 'node:net';
import { istioWebhooks } from './webhooks';
import type { Rule } from '../../rule';
import { quoted } from '../../validation/words';

/** @see https://istio.io/latest/docs/setup/install/external-controlplane/ */
export const WEBHOOK_BY_ADDRESS: Rule = {
  code: 'MESH1545',
  severity: 'info',
  aliases: ['IST0164'],
  title: 'webhook by address',
  explanation: 'The control plane outside of the cluster is named by its address: certificates for addresses are rare, and addresses change.',
  fix: 'Name it by a host name.',
  *find(world) {
    for (const { object, at } of istioWebhooks(world)) {
      const url = at.at('clientConfig', 'url');
      const [, host] = /^https?:\/\/(\[[^\]]*\]|[^/:?#]*)/.exec(url.string ?? '') ?? [];
      if (host !== undefined && isIP(host.replace(/^\[|\]$/g, '')) !== 0) { yield { object, path: url.path, message: `${quoted(host)} is an address` }; }
    }
  },
};
