import { Cursor } from '../../cursor';
import type { Rule } from '../../rule';

const BLOCKED = 'BLOCKED_CIDRS_IN_JWKS_URIS';

/** @see https://istio.io/latest/docs/reference/commands/pilot-discovery/ */
export const KEYS_FROM_ANYWHERE: Rule = {
  code: 'MESH1540',
  severity: 'warning',
  aliases: ['IST0175'],
  title: 'keys that istiod fetches from anywhere',
  explanation: 'istiod fetches the keys of token issuers from where a RequestAuthentication says, inside of the cluster and the cloud too. Whoever may write one can make it ask what he cannot reach himself.',
  fix: `Set ${BLOCKED} of istiod to blocks of addresses from which no keys come.`,
  *find(world) {
    if (world.model.requestAuthentications.all.length === 0) { return; }
    for (const object of world.objects('Deployment', 'apps')) {
      if (Cursor.of(object.object, 'metadata', 'labels', 'app').string !== 'istiod') { continue; }
      const containers = Cursor.of(object.object, 'spec', 'template', 'spec', 'containers').items;
      const set = containers.some(container => container.at('env').items.some(one => one.at('name').string === BLOCKED && (one.at('value').string ?? '') !== ''));
      if (!set) { yield { object, path: 'spec.template.spec.containers', message: `${BLOCKED} is not set` }; }
    }
  },
};
